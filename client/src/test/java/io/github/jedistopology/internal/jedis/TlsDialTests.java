package io.github.jedistopology.internal.jedis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.TlsSettings;
import io.github.jedistopology.internal.connection.Dialer.Dial;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodePools;
import io.github.jedistopology.internal.connection.PoolThreads;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Direction;
import io.github.jedistopology.testkit.adversary.Fault;
import io.github.jedistopology.testkit.adversary.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterSocketFactory} with TLS, against a server whose certificate is
 * for {@code node.example.com} and 127.0.0.1.
 */
@Timeout(60)
class TlsDialTests {

	private static final String PASSWORD = "changeit";

	private static final Duration LONG = Duration.ofSeconds(20);

	private static SSLServerSocket server;

	private static SSLContext trusting;

	@BeforeAll
	static void startServer(@TempDir Path directory) throws Exception {
		KeyStore store = keyStore(directory.resolve("server.p12"));
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD.toCharArray());
		SSLContext serving = SSLContext.getInstance("TLS");
		serving.init(keys.getKeyManagers(), null, null);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", store.getCertificate("server"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		trusting = SSLContext.getInstance("TLS");
		trusting.init(null, trust.getTrustManagers(), null);
		server = (SSLServerSocket) serving.getServerSocketFactory()
			.createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
		Thread thread = new Thread(TlsDialTests::serve, "tls-server");
		thread.setDaemon(true);
		thread.start();
	}

	private static KeyStore keyStore(Path file) throws Exception {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=test",
				"-ext", "san=dns:node.example.com,ip:127.0.0.1", "-validity", "7", "-storetype", "PKCS12", "-keystore",
				file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream content = Files.newInputStream(file)) {
			store.load(content, PASSWORD.toCharArray());
		}
		return store;
	}

	/** Says PONG to every PING, nothing to a GET and OK to everything else. */
	private static void serve() {
		while (!server.isClosed()) {
			try (SSLSocket socket = (SSLSocket) server.accept();
					BufferedReader lines = new BufferedReader(
							new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					if (line.startsWith("*")) {
						lines.readLine();
						String reply = switch (lines.readLine()) {
							case "PING" -> "+PONG\r\n";
							case "GET" -> "";
							default -> "+OK\r\n";
						};
						socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
					}
				}
			}
			catch (IOException ex) {
				// the next one, please
			}
		}
	}

	@AfterAll
	static void stopServer() throws IOException {
		server.close();
	}

	@Test
	void connectsToTheNameThatTheCertificateIsFor() {
		try (Connection connection = dial(TlsSettings.of(trusting), "node.example.com", null)) {
			assertThat(connection.ping()).isTrue();
		}
	}

	@Test
	void connectsToAnAddressThatTheCertificateIsFor() {
		try (Connection connection = dial(TlsSettings.of(trusting), "127.0.0.1", null)) {
			assertThat(connection.ping()).isTrue();
		}
	}

	@Test
	void anAddressThatDoesNotAnswerTheHandshakeLeavesTimeForTheNextOne() throws IOException {
		InetAddress silent = InetAddress.getByName("127.0.0.79");
		ClusterDialer dialer = dialer(TlsSettings.of(trusting),
				(host) -> List.of(silent, InetAddress.getByName("127.0.0.1")));
		try (ServerSocket nobody = new ServerSocket(server.getLocalPort(), 10, silent);
				Connection connection = dialer.dial(new Dial(new HostAndPort("node.example.com", nobody.getLocalPort()),
						null, Duration.ofSeconds(4), LONG), (socket) -> {
						})
					.jedis()) {
			assertThat(connection.ping()).isTrue();
		}
	}

	@Test
	void verifiesTheNameWhenTheAddressIsPinned() throws IOException {
		InetAddress address = InetAddress.getByName("127.0.0.1");
		try (Connection connection = dial(TlsSettings.of(trusting), "node.example.com", address)) {
			assertThat(connection.ping()).isTrue();
		}
		assertHandshakeFails(TlsSettings.of(trusting), "other.example.com", address);
	}

	@Test
	void refusesAnotherName() {
		assertHandshakeFails(TlsSettings.of(trusting), "other.example.com", null);
	}

	@Test
	void refusesAnotherNameWhateverTheParametersSay() {
		SSLParameters careless = trusting.getDefaultSSLParameters();
		careless.setEndpointIdentificationAlgorithm("");
		assertHandshakeFails(new TlsSettings(trusting, careless), "other.example.com", null);
	}

	@Test
	void refusesACertificateThatNobodyVouchesFor() throws Exception {
		assertHandshakeFails(TlsSettings.of(SSLContext.getDefault()), "node.example.com", null);
	}

	@Test
	void usesTheProtocolsItIsTold() {
		SSLParameters parameters = new SSLParameters(null, new String[] { "TLSv1.2" });
		try (Connection connection = dial(new TlsSettings(trusting, parameters), "node.example.com", null)) {
			assertThat(connection.ping()).isTrue();
		}
	}

	@Test
	void aHandshakeThatHangsTakesNoLongerThanConnectingMay() {
		try (Adversary hanging = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).hanging()) {
			Dial dial = new Dial(new HostAndPort("127.0.0.1", hanging.address().getPort()), null, Duration.ofMillis(50),
					Duration.ofMinutes(5));
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> dialer(TlsSettings.of(trusting)).dial(dial, (socket) -> {
				}));
		}
	}

	@Test
	void whatIsEncryptedIsKnownToBeWritten() {
		try (NodePools pools = pools(TlsSettings.of(trusting))) {
			NodePool pool = pools.pool(new HostAndPort("node.example.com", server.getLocalPort()));
			NodeConnection connection = pool.borrow(System.nanoTime() + LONG.toNanos());
			pool.begin(connection, System.nanoTime() + LONG.toNanos(), false);
			assertThat(connection.isWritten()).isFalse();
			assertThat(connection.jedis().ping()).isTrue();
			assertThat(connection.isWritten()).isTrue();
			pool.end(connection, true);
			pool.giveBack(connection);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aTryOnANodeThatHangsEndsAtItsDeadlineClosingIncluded(String protocol) {
		SSLParameters parameters = new SSLParameters(null, new String[] { protocol });
		try (NodePools pools = pools(new TlsSettings(trusting, parameters))) {
			NodePool pool = pools.pool(new HostAndPort("node.example.com", server.getLocalPort()));
			NodeConnection connection = pool.borrow(System.nanoTime() + LONG.toNanos());
			long start = System.nanoTime();
			pool.begin(connection, start + Duration.ofMillis(100).toNanos(), false);
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> connection.jedis().executeCommand(Command.GET));
			pool.end(connection, false);
			pool.giveBack(connection);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(100),
					TestSettings.defaults().timeouts().command());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void aRequestThatANodeDoesNotReadEndsAtItsDeadlineClosingIncluded(String protocol) {
		SSLParameters parameters = new SSLParameters(null, new String[] { protocol });
		try (NodePools pools = pools(new TlsSettings(trusting, parameters));
				TcpProxy proxy = TcpProxy.to(new InetSocketAddress("127.0.0.1", server.getLocalPort()))) {
			NodePool pool = pools.pool(new HostAndPort("node.example.com", proxy.address().getPort()));
			NodeConnection connection = pool.borrow(System.nanoTime() + LONG.toNanos());
			proxy.inflict(Fault.stall(Direction.REQUESTS));
			long start = System.nanoTime();
			pool.begin(connection, start + Duration.ofMillis(100).toNanos(), false);
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> connection.jedis().sendCommand(Command.SET, new byte[64 << 20]));
			pool.end(connection, false);
			pool.giveBack(connection);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(100),
					TestSettings.defaults().timeouts().command());
		}
	}

	private static NodePools pools(TlsSettings tls) {
		return new NodePools(dialer(tls), TestSettings.defaults(), System::nanoTime, new PoolThreads(Thread::new),
				(node, trusted) -> {
				});
	}

	private static void assertHandshakeFails(TlsSettings tls, String host, @Nullable InetAddress address) {
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> dial(tls, host, address))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasOnlyElementsOfType(SSLHandshakeException.class)
				.isNotEmpty());
	}

	private static Connection dial(TlsSettings tls, String host, @Nullable InetAddress address) {
		return dialer(tls)
			.dial(new Dial(new HostAndPort(host, server.getLocalPort()), address, LONG, LONG), (socket) -> {
			})
			.jedis();
	}

	private static ClusterDialer dialer(TlsSettings tls) {
		return dialer(tls, (host) -> List.of(InetAddress.getByName("127.0.0.1")));
	}

	private static ClusterDialer dialer(TlsSettings tls, HostResolver resolver) {
		return new ClusterDialer(TestSettings.of(null, tls, Timeouts.DEFAULTS, PoolSettings.DEFAULTS, resolver),
				System::nanoTime, (address) -> false);
	}

}
