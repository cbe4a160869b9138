package io.github.jedistopology.testkit;

import java.net.Socket;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * TLS, users and passwords.
 */
class SecuredScenarioTests {

	private static final String PASSWORD = "se cret\"ä";

	@Test
	@EnabledOnOs(OS.LINUX)
	void tlsAndAUser() throws Exception {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.shards(2)
			.replicas(1)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.tls()
			.user("app", PASSWORD)
			.start(); RedisClusterClient client = LabClients.connect(lab, tls(lab).user("app").password(PASSWORD))) {
			assertKeysMove(lab, client);
			LabNode node = lab.primaries().get(0);
			verifyCertificate(lab, node, node.hostName());
			verifyCertificate(lab, node, node.address().getAddress().getHostAddress());
			assertThat(lab.certificateAuthority()).content().startsWith("-----BEGIN CERTIFICATE-----");

			String ip = node.address().getAddress().getHostAddress();
			int port = node.address().getPort();
			try (Jedis plain = new Jedis(ip, port)) {
				assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(plain::ping);
			}
			try (Jedis anonymous = new Jedis(ip, port, tls(lab).build())) {
				assertThatExceptionOfType(JedisDataException.class).isThrownBy(anonymous::ping)
					.withMessageContaining("NOAUTH");
			}
		}
	}

	@Test
	void aPassword() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).replicas(1).password(PASSWORD).start();
				RedisClusterClient client = LabClients.connect(lab,
						DefaultJedisClientConfig.builder().password(PASSWORD))) {
			assertKeysMove(lab, client);
			LabNode node = lab.nodes().get(0);
			assertThatExceptionOfType(JedisAccessControlException.class)
				.isThrownBy(() -> new Jedis(node.address().getHostString(), node.address().getPort(),
						DefaultJedisClientConfig.builder().password("wrong").build())
					.ping())
				.withMessageContaining("WRONGPASS");
			assertThatIllegalStateException().isThrownBy(lab::sslContext).withMessageContaining("builder().tls()");
		}
	}

	private static void assertKeysMove(RedisClusterLab lab, RedisClusterClient client) {
		for (int i = 0; i < 200; i++) {
			client.set("key-" + i, "value-" + i);
		}
		LabNode primary = lab.addShard();
		assertThat(primary.admin().info("keyspace")).contains("db0:keys=");
		for (int i = 0; i < 200; i++) {
			assertThat(client.get("key-" + i)).isEqualTo("value-" + i);
		}
	}

	private static DefaultJedisClientConfig.Builder tls(RedisClusterLab lab) {
		return DefaultJedisClientConfig.builder().ssl(true).sslSocketFactory(lab.sslContext().getSocketFactory());
	}

	/** As HTTPS does it: the certificate has to name the host. */
	private static void verifyCertificate(RedisClusterLab lab, LabNode node, String host) throws Exception {
		try (SSLSocket socket = (SSLSocket) lab.sslContext()
			.getSocketFactory()
			.createSocket(new Socket(node.address().getAddress(), node.address().getPort()), host,
					node.address().getPort(), true)) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			socket.setSSLParameters(parameters);
			socket.startHandshake();
			assertThat(socket.getSession().isValid()).isTrue();
		}
	}

}
