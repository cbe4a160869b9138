package io.github.jedistopology.boot.docker.compose;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

import io.github.jedistopology.boot.autoconfigure.JedisTopologyConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * With stubs of what Docker Compose tells.
 */
class RedisClusterDockerComposeConnectionDetailsFactoryTests {

	private static final Map<String, String> LABEL = Map.of("org.springframework.boot.service-connection",
			"redis-cluster");

	@Test
	void reachesNodesThroughMappedPorts() {
		JedisTopologyConnectionDetails details = details("redis:7.0.15", LABEL, Map.of());
		assertThat(details.getEndpoints()).containsExactly("compose.test:32768", "compose.test:32769");
		assertThat(details.getAddressMapper().map(new HostAndPort("172.18.0.2", 7001)))
			.isEqualTo(new HostAndPort("compose.test", 32769));
	}

	@Test
	void saysThatPortIsNotPublished() {
		JedisTopologyConnectionDetails details = details("redis:7.0.15", LABEL, Map.of());
		assertThatIllegalStateException()
			.isThrownBy(() -> details.getAddressMapper().map(new HostAndPort("172.18.0.2", 7002)))
			.withMessageContaining("7002");
	}

	@Test
	void takesPasswordFromEnvironment() {
		assertThat(details("redis:7.0.15", LABEL, Map.of()).getPassword()).isNull();
		assertThat(details("redis:7.0.15", LABEL, Map.of("REDIS_PASSWORD", "secret")).getPassword())
			.isEqualTo("secret");
	}

	@Test
	void encryptsNothingUnlessLabelled() {
		assertThat(details("redis:7.0.15", LABEL, Map.of()).getSslBundle()).isNull();
	}

	@Test
	void knowsImageOfWholeCluster() {
		assertThat(all("grokzen/redis-cluster:7.0.15", Map.of(), Map.of()))
			.containsKey(JedisTopologyConnectionDetails.class);
	}

	@Test
	void leavesSingleServersAlone() {
		assertThat(all("redis:7.0.15", Map.of(), Map.of())).doesNotContainKey(JedisTopologyConnectionDetails.class);
	}

	private static JedisTopologyConnectionDetails details(String image, Map<String, String> labels,
			Map<String, String> env) {
		return (JedisTopologyConnectionDetails) all(image, labels, env).get(JedisTopologyConnectionDetails.class);
	}

	private static Map<Class<?>, ConnectionDetails> all(String image, Map<String, String> labels,
			Map<String, String> env) {
		DockerComposeConnectionSource source = mock();
		given(source.getRunningService()).willReturn(new Service(ImageReference.of(image), labels, env));
		return new ConnectionDetailsFactories(
				RedisClusterDockerComposeConnectionDetailsFactoryTests.class.getClassLoader())
			.getConnectionDetails(source, false);
	}

	private record Service(ImageReference image, Map<String, String> labels,
			Map<String, String> env) implements RunningService {

		@Override
		public String name() {
			return "cluster";
		}

		@Override
		public String host() {
			return "compose.test";
		}

		@Override
		public ConnectionPorts ports() {
			return new Ports();
		}

	}

	private record Ports() implements ConnectionPorts {

		@Override
		public int get(int containerPort) {
			if (containerPort > 7001) {
				throw new IllegalStateException("No host port mapping found for container port " + containerPort);
			}
			return containerPort - 7000 + 32768;
		}

		@Override
		public List<Integer> getAll() {
			return List.of(32768, 32769);
		}

		@Override
		public List<Integer> getAll(String protocol) {
			return protocol.equals("tcp") ? getAll() : List.of();
		}

	}

}
