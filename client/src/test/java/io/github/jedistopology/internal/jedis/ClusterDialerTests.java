package io.github.jedistopology.internal.jedis;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisCredentialsProvider;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.internal.connection.Dialer.Dial;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.SupplierFailedException;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.internal.connection.VirtualTime;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ClusterDialer} and {@link ClusterSocketFactory}.
 */
@Timeout(60)
class ClusterDialerTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(50);

	private final List<Closeable> sockets = new CopyOnWriteArrayList<>();

	private final List<String> lookUps = new ArrayList<>();

	@Test
	void looksTheNameUpAtEachDial() throws IOException {
		List<String> addresses = new ArrayList<>(List.of("127.0.0.1"));
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			ClusterDialer dialer = dialer(null, (host) -> {
				this.lookUps.add(host);
				return inet(addresses);
			});
			Dial dial = dial(new HostAndPort("node.example.com", node.address().getPort()));
			try (Connection connection = dialer.dial(dial, this.sockets::add).jedis()) {
				assertThat(connection.ping()).isTrue();
			}
			addresses.set(0, "127.0.0.77");
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> dialer.dial(dial, this.sockets::add));
			assertThat(this.lookUps).containsExactly("node.example.com", "node.example.com");
			assertThat(node.connections()).isEqualTo(1);
		}
	}

	@Test
	void triesTheAddressesOfANameInTurn() {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies());
				Connection connection = dialer(null, (host) -> inet(List.of("127.0.0.77", "127.0.0.1")))
					.dial(dial(new HostAndPort("node.example.com", node.address().getPort())), this.sockets::add)
					.jedis()) {
			assertThat(connection.ping()).isTrue();
			assertThat(this.sockets).hasSize(2);
		}
	}

	@Test
	void anAddressThatSwallowsEverythingLeavesTimeForTheNextOne() throws IOException {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies());
				BlackHole hole = new BlackHole(new InetSocketAddress("127.0.0.78", node.address().getPort()));
				Connection connection = dialer(null, (host) -> inet(List.of("127.0.0.78", "127.0.0.1")))
					.dial(new Dial(new HostAndPort("node.example.com", node.address().getPort()), null,
							Duration.ofSeconds(2), LONG), this.sockets::add)
					.jedis()) {
			assertThat(connection.ping()).isTrue();
			assertThat(this.sockets).hasSize(2);
		}
	}

	@Test
	void aPinnedAddressIsNotLookedUp() throws IOException {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			Dial dial = new Dial(new HostAndPort("cfg.example.com", node.address().getPort()),
					InetAddress.getByName("127.0.0.1"), LONG, LONG);
			try (Connection connection = dialer(null, unresolvable()).dial(dial, this.sockets::add).jedis()) {
				assertThat(connection.ping()).isTrue();
			}
		}
	}

	@Test
	void aNameThatDoesNotResolveOpensNoSocket() {
		assertThatExceptionOfType(JedisConnectionException.class)
			.isThrownBy(() -> dialer(null, unresolvable()).dial(dial(new HostAndPort("gone.example.com", 6379)),
					this.sockets::add))
			.withMessage("Failed to look up gone.example.com:6379")
			.withCauseInstanceOf(UnknownHostException.class);
		assertThat(this.sockets).isEmpty();
	}

	@Test
	void namesThatHangDoNotHoldUpOthers() {
		CountDownLatch released = new CountDownLatch(1);
		ClusterDialer dialer = dialer(null, (host) -> {
			if (host.startsWith("hangs")) {
				awaitQuietly(released);
			}
			return inet(List.of("127.0.0.1"));
		});
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			int port = node.address().getPort();
			for (int i = 0; i < 16; i++) {
				HostAndPort hanging = new HostAndPort("hangs-" + i + ".example.com", port);
				assertThatExceptionOfType(JedisConnectionException.class)
					.isThrownBy(() -> dialer.dial(new Dial(hanging, null, SHORT, SHORT), this.sockets::add));
			}
			try (Connection connection = dialer.dial(dial(new HostAndPort("well.example.com", port)), this.sockets::add)
				.jedis()) {
				assertThat(connection.ping()).isTrue();
			}
		}
		finally {
			released.countDown();
			dialer.close();
		}
	}

	@Test
	void logsInAndNamesTheConnectionInResp2() {
		List<List<String>> received = new CopyOnWriteArrayList<>();
		Answers recording = (command) -> {
			received.add(command);
			return null;
		};
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(recording.or(Answers.courtesies()));
				Connection connection = dialer(new DefaultRedisCredentials("user", "pass"), HostResolver.SYSTEM)
					.dial(dial(node), this.sockets::add)
					.jedis()) {
			assertThat(received).contains(List.of("AUTH", "user", "pass"), List.of("CLIENT", "SETNAME", "tests"));
			assertThat(node.commandsNamed("HELLO")).as("RESP2 it stays").isZero();
		}
	}

	@Test
	void aConnectionForReadsSaysSo() {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			dialer(null, HostResolver.SYSTEM).dial(dial(node), this.sockets::add);
			assertThat(node.commandsNamed("READONLY")).isZero();
		}
		Answers readOnly = (command) -> "READONLY".equals(command.get(0)) ? Reply.ok() : null;
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(readOnly.or(Answers.courtesies()));
				Connection connection = dialer(null, HostResolver.SYSTEM).dialForReads(dial(node), this.sockets::add)
					.jedis()) {
			assertThat(node.commandsNamed("READONLY")).isEqualTo(1);
			assertThat(connection.ping()).isTrue();
		}
	}

	@Test
	void aNodeThatRefusesReadsOnlyIsToldAndLeft() {
		Answers refusing = (command) -> "READONLY".equals(command.get(0)) ? Reply.error("NOPERM no") : null;
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(refusing.or(Answers.courtesies()))) {
			assertThatExceptionOfType(JedisAccessControlException.class)
				.isThrownBy(() -> dialer(null, HostResolver.SYSTEM).dialForReads(dial(node), this.sockets::add))
				.withMessage("NOPERM no");
			assertSocketsAreClosed();
		}
	}

	@Test
	void aRefusedLoginIsToldAndClosesTheSocket() {
		Answers refusing = (command) -> "AUTH".equals(command.get(0)) ? Reply.error("WRONGPASS invalid pair") : null;
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(refusing.or(Answers.courtesies()))) {
			assertThatExceptionOfType(JedisAccessControlException.class)
				.isThrownBy(() -> dialer(new DefaultRedisCredentials(null, "secret"), HostResolver.SYSTEM)
					.dial(dial(node), this.sockets::add))
				.withMessage("WRONGPASS invalid pair");
			assertSocketsAreClosed();
		}
	}

	@Test
	void aLoginThatMakesNoSenseClosesTheSocket() {
		Answers nonsense = (command) -> "AUTH".equals(command.get(0)) ? Reply.integer(42) : null;
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(nonsense.or(Answers.courtesies()))) {
			assertThatExceptionOfType(ClassCastException.class)
				.isThrownBy(() -> dialer(new DefaultRedisCredentials(null, "secret"), HostResolver.SYSTEM)
					.dial(dial(node), this.sockets::add));
			assertSocketsAreClosed();
		}
	}

	@Test
	void aNodeThatHangsInTheLoginIsGivenUp() {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).hanging()) {
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> dialer(new DefaultRedisCredentials(null, "secret"), HostResolver.SYSTEM)
					.dial(new Dial(endpoint(node), null, LONG, SHORT), this.sockets::add));
			assertSocketsAreClosed();
		}
	}

	@Test
	void closingTheSocketFromOutsideEndsTheDial() throws Exception {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).hanging()) {
			CompletableFuture<Closeable> socket = new CompletableFuture<>();
			CompletableFuture<NodeConnection> dialling = CompletableFuture
				.supplyAsync(() -> dialer(new DefaultRedisCredentials(null, "secret"), HostResolver.SYSTEM)
					.dial(dial(node), socket::complete));
			Closeable opened = socket.get(10, TimeUnit.SECONDS);
			await().until(() -> node.commandsNamed("AUTH") == 1);
			opened.close();
			assertThat(dialling).failsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void aLoginThatComesByteByByteTakesNoLongerThanConnectingMay() {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.dripping(Answers.courtesies(), Duration.ofMillis(30))) {
			// Some 20 bytes: more than half a second.
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> dialer(new DefaultRedisCredentials(null, "secret"), HostResolver.SYSTEM)
					.dial(new Dial(endpoint(node), null, Duration.ofMillis(200), LONG), this.sockets::add))
				.satisfies((ex) -> assertThat(ex).hasRootCauseInstanceOf(SocketTimeoutException.class));
			assertSocketsAreClosed();
		}
	}

	@Test
	void theTimeForConnectingCountsFromTheLookUp() {
		VirtualTime time = new VirtualTime();
		ClusterDialer dialer = new ClusterDialer(settings(null, (host) -> {
			time.advance(LONG);
			return inet(List.of("127.0.0.1"));
		}), time, (address) -> false);
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> dialer.dial(dial(node), this.sockets::add))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).hasOnlyElementsOfType(SocketTimeoutException.class)
					.isNotEmpty());
			assertThat(node.connections()).isZero();
			assertSocketsAreClosed();
		}
	}

	@Test
	void afterTheLoginTheTimeForConnectingDoesNotMatter() {
		VirtualTime time = new VirtualTime();
		ClusterDialer dialer = new ClusterDialer(settings(null, HostResolver.SYSTEM), time, (address) -> false);
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies());
				Connection connection = dialer.dial(dial(node), this.sockets::add).jedis()) {
			time.advance(LONG.multipliedBy(2));
			assertThat(connection.ping()).isTrue();
		}
	}

	@Test
	void aConnectionThatWasClosedIsNotOpenedAgain() {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			NodeConnection connection = dialer(null, HostResolver.SYSTEM).dial(dial(node), this.sockets::add);
			connection.jedis().disconnect();
			assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> connection.jedis().ping())
				.withMessage("The connection to %s was closed", endpoint(node));
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> connection.jedis().setTimeoutInfinite());
			assertThat(node.connections()).isEqualTo(1);
			assertThat(node.commandsNamed("PING")).isZero();
		}
	}

	@Test
	void asksWhoToLogInAsAtEachDial() {
		List<List<String>> received = new CopyOnWriteArrayList<>();
		Answers recording = (command) -> {
			received.add(command);
			return null;
		};
		AtomicInteger rotation = new AtomicInteger();
		ClusterSettings settings = TestSettings
			.changing(() -> new DefaultRedisCredentials("user", "pass-" + rotation.incrementAndGet()));
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(recording.or(Answers.courtesies()))) {
			ClusterDialer dialer = new ClusterDialer(settings, System::nanoTime, (address) -> false);
			dialer.dial(dial(node), this.sockets::add).jedis().close();
			dialer.dialSource(dial(node), this.sockets::add).close();
			assertThat(received).contains(List.of("AUTH", "user", "pass-1"), List.of("AUTH", "user", "pass-2"));
		}
	}

	@Test
	void credentialsThatAreNotToBeHadAreNotTheNodesFailure() {
		ClusterSettings settings = TestSettings.changing(() -> {
			throw new IllegalStateException("secret");
		});
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			ClusterDialer dialer = new ClusterDialer(settings, System::nanoTime, (address) -> false);
			assertThatExceptionOfType(SupplierFailedException.class)
				.isThrownBy(() -> dialer.dial(dial(node), this.sockets::add))
				.withMessage("the supplier of credentials failed: java.lang.IllegalStateException");
			assertThat(dialer.counts().dials(DialOutcome.FAILED)).isEqualTo(1);
		}
	}

	@Test
	void aCredentialsProviderIsToldBeforeAndAfter() {
		List<String> told = new CopyOnWriteArrayList<>();
		RedisCredentialsProvider provider = new RedisCredentialsProvider() {

			@Override
			public void prepare() {
				told.add("prepare");
			}

			@Override
			public RedisCredentials get() {
				told.add("get");
				return new DefaultRedisCredentials("user", "pass");
			}

			@Override
			public void cleanUp() {
				told.add("cleanUp");
			}

		};
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			new ClusterDialer(TestSettings.changing(provider), System::nanoTime, (address) -> false)
				.dial(dial(node), this.sockets::add)
				.jedis()
				.close();
			assertThat(told).containsExactly("prepare", "get", "cleanUp");
		}
	}

	@Test
	void countsDialsByWhatBecameOfThem() throws IOException {
		Answers refusing = (command) -> "AUTH".equals(command.get(0)) ? Reply.error("WRONGPASS invalid pair") : null;
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(refusing.or(Answers.courtesies()))) {
			ClusterDialer dialer = dialer(null, HostResolver.SYSTEM);
			dialer.dial(dial(node), this.sockets::add).jedis().close();
			dialer.dialSource(dial(node), this.sockets::add).close();
			assertThatException().isThrownBy(() -> dialer.dial(dial(new HostAndPort("127.0.0.77", 1)), (socket) -> {
			}));
			ClusterDialer refused = dialer(new DefaultRedisCredentials(null, "secret"), HostResolver.SYSTEM);
			assertThatException().isThrownBy(() -> refused.dial(dial(node), this.sockets::add));
			assertThat(dialer.counts().dials(DialOutcome.OPENED)).isEqualTo(2);
			assertThat(dialer.counts().dials(DialOutcome.REFUSED)).isEqualTo(1);
			assertThat(refused.counts().dials(DialOutcome.LOGIN_REFUSED)).isEqualTo(1);
			assertThat(refused.counts().dials(DialOutcome.OPENED)).isZero();
		}
	}

	@Test
	void countsDialsToWhomTheClusterHasRemoved() throws IOException {
		try (Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies())) {
			HostAndPort removed = endpoint(node);
			ClusterDialer dialer = new ClusterDialer(settings(null, HostResolver.SYSTEM), System::nanoTime,
					removed::equals);
			dialer.dial(dial(removed), this.sockets::add).jedis().close();
			assertThat(dialer.counts().dialsToRemovedNodes()).isEqualTo(1);
			dialer.dial(dial(new HostAndPort("localhost", removed.getPort())), this.sockets::add).jedis().close();
			assertThat(dialer.counts().dialsToRemovedNodes()).as("an address of its own").isEqualTo(1);
			Dial pinned = new Dial(new HostAndPort("localhost", removed.getPort()), InetAddress.getByName("127.0.0.1"),
					LONG, LONG);
			dialer.dialSource(pinned, this.sockets::add).close();
			assertThat(dialer.counts().dialsToRemovedNodes()).as("its address behind a name").isEqualTo(2);
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void assertSocketsAreClosed() {
		assertThat(this.sockets).isNotEmpty().allSatisfy((socket) -> assertThat(((Socket) socket).isClosed()).isTrue());
	}

	static ClusterDialer dialer(@Nullable RedisCredentials credentials, HostResolver resolver) {
		return new ClusterDialer(settings(credentials, resolver), System::nanoTime, (address) -> false);
	}

	private static ClusterSettings settings(@Nullable RedisCredentials credentials, HostResolver resolver) {
		return TestSettings.of(credentials, null, Timeouts.DEFAULTS, PoolSettings.DEFAULTS, resolver);
	}

	private static Dial dial(Adversary node) {
		return dial(endpoint(node));
	}

	private static Dial dial(HostAndPort endpoint) {
		return new Dial(endpoint, null, LONG, LONG);
	}

	private static HostAndPort endpoint(Adversary node) {
		return new HostAndPort("127.0.0.1", node.address().getPort());
	}

	private static HostResolver unresolvable() {
		return (host) -> {
			throw new UnknownHostException(host);
		};
	}

	private static List<InetAddress> inet(List<String> addresses) {
		return addresses.stream().map((address) -> {
			try {
				return InetAddress.getByName(address);
			}
			catch (UnknownHostException ex) {
				throw new UncheckedIOException(ex);
			}
		}).toList();
	}

	/**
	 * An address that does not answer any more, since its queue of connections is full.
	 */
	private static final class BlackHole implements Closeable {

		private final ServerSocket server;

		private final List<Socket> queue = new ArrayList<>();

		BlackHole(InetSocketAddress address) throws IOException {
			this.server = new ServerSocket(address.getPort(), 1, address.getAddress());
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> {
				for (int i = 0; i < 10; i++) {
					Socket socket = new Socket();
					this.queue.add(socket);
					socket.connect(address, 200);
				}
			});
		}

		@Override
		public void close() throws IOException {
			for (Socket socket : this.queue) {
				socket.close();
			}
			this.server.close();
		}

	}

}
