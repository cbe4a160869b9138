package io.github.jedistopology.internal.command;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisBusyException;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.command.Verdict.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link Verdict}. Those on failed borrowing, whose exceptions only pools make,
 * are in {@link CommandPathTests}.
 */
class VerdictTests {

	private static final HostAndPort TARGET = new HostAndPort("b", 7002);

	@ParameterizedTest
	@MethodSource("failures")
	void judges(RuntimeException failure, Kind kind, @Nullable Trigger trigger) {
		assertThat(Verdict.of(failure)).isEqualTo(new Verdict(kind, trigger));
	}

	static Stream<Arguments> failures() {
		return Stream.of(arguments(new JedisMovedDataException("MOVED 1 b:7002", TARGET, 1), Kind.MOVED, null),
				arguments(new JedisAskDataException("ASK 1 b:7002", TARGET, 1), Kind.ASK, null),
				error("TRYAGAIN Multiple keys request during rehashing of slot", Kind.RETRY, null),
				arguments(new JedisClusterException("CLUSTERDOWN The cluster is down"), Kind.RETRY,
						Trigger.CLUSTER_DOWN),
				error("MASTERDOWN Link with MASTER is down", Kind.RETRY, Trigger.CLUSTER_DOWN),
				error("LOADING Redis is loading the dataset in memory", Kind.RETRY, Trigger.CLUSTER_DOWN),
				error("READONLY You can't write against a read only replica.", Kind.RETRY, Trigger.READONLY),
				error("READONLY", Kind.RETRY, Trigger.READONLY), error("ERR unknown command", Kind.FINAL, null),
				error("WRONGTYPE Operation against a key", Kind.FINAL, null),
				error("CROSSSLOT Keys in request don't hash to the same slot", Kind.FINAL, null),
				error("READONLYISH not the code", Kind.FINAL, null), error("", Kind.FINAL, null),
				arguments(new JedisDataException((String) null), Kind.FINAL, null),
				arguments(new JedisBusyException("BUSY Redis is busy running a script"), Kind.FINAL, null),
				arguments(new JedisNoScriptException("NOSCRIPT No matching script"), Kind.FINAL, null),
				arguments(new JedisAccessControlException("NOAUTH Authentication required."), Kind.FINAL, null),
				arguments(new JedisConnectionException("Unexpected end of stream."), Kind.LOST,
						Trigger.CONNECTION_LOST),
				arguments(new JedisException("something else"), Kind.FINAL, null),
				arguments(new ClassCastException("a reply of another type"), Kind.FINAL, null));
	}

	private static Arguments error(String message, Kind kind, @Nullable Trigger trigger) {
		return arguments(new JedisDataException(message), kind, trigger);
	}

}
