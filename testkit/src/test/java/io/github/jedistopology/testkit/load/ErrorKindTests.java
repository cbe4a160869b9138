package io.github.jedistopology.testkit.load;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ErrorKind}.
 */
class ErrorKindTests {

	@ParameterizedTest
	@MethodSource("kinds")
	void anExceptionIsNamedByItsClassAndTheErrorCodeOfRedis(RuntimeException ex, String kind) {
		assertThat(ErrorKind.of(ex)).isEqualTo(kind);
	}

	static Stream<Arguments> kinds() {
		return Stream.of(arguments(new IllegalStateException("BOOM"), "IllegalStateException"),
				arguments(new JedisConnectionException("READ timed out"), "JedisConnectionException"),
				arguments(new JedisDataException("LOADING Redis is loading the dataset in memory"),
						"JedisDataException LOADING"),
				arguments(new JedisClusterException("CLUSTERDOWN"), "JedisClusterException CLUSTERDOWN"),
				arguments(new JedisMovedDataException("MOVED 1 a:2", new HostAndPort("a", 2), 1),
						"JedisMovedDataException MOVED"),
				arguments(new JedisDataException("Please close the connection"), "JedisDataException"),
				arguments(new JedisDataException((String) null), "JedisDataException"));
	}

}
