package io.github.jedistopology.internal.connection;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.Trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link Failures}.
 */
class FailuresTests {

	@ParameterizedTest
	@MethodSource("failures")
	void saysWhatAnOperatorWantsToKnow(Throwable failure, String description, Trigger trigger, DialOutcome outcome) {
		assertThat(Failures.describe(failure)).isEqualTo(description);
		assertThat(Failures.trigger(failure)).isEqualTo(trigger);
		assertThat(Failures.outcome(failure)).isEqualTo(outcome);
	}

	static Stream<Arguments> failures() {
		return Stream.of(
				arguments(caused(new UnknownHostException("a.example.com")), "unknown host", Trigger.UNKNOWN_HOST,
						DialOutcome.UNKNOWN_HOST),
				arguments(caused(new RuntimeException(new UnknownHostException("a"))), "unknown host",
						Trigger.UNKNOWN_HOST, DialOutcome.UNKNOWN_HOST),
				arguments(caused(new SocketTimeoutException("Read timed out")), "timed out", Trigger.CONNECT_FAILED,
						DialOutcome.TIMED_OUT),
				arguments(caused(new ConnectException("Connection refused")), "connection refused",
						Trigger.CONNECT_FAILED, DialOutcome.REFUSED),
				arguments(caused(new ConnectException("Connection timed out")), "connection timed out",
						Trigger.CONNECT_FAILED, DialOutcome.REFUSED),
				arguments(caused(new NoRouteToHostException("No route to host")), "no route to host",
						Trigger.CONNECT_FAILED, DialOutcome.FAILED),
				arguments(caused(new SSLHandshakeException("No name matching a found")),
						"TLS failed: No name matching a found", Trigger.CONNECT_FAILED, DialOutcome.TLS_FAILED),
				arguments(suppressing(new SocketTimeoutException("connect timed out")), "timed out",
						Trigger.CONNECT_FAILED, DialOutcome.TIMED_OUT),
				arguments(new JedisConnectionException("Unexpected end of stream."), "Unexpected end of stream.",
						Trigger.CONNECT_FAILED, DialOutcome.FAILED),
				arguments(new JedisAccessControlException("WRONGPASS invalid username-password pair"),
						"WRONGPASS invalid username-password pair", Trigger.CONNECT_FAILED, DialOutcome.LOGIN_REFUSED));
	}

	private static Throwable caused(Throwable cause) {
		return new JedisConnectionException("Failed", cause);
	}

	private static Throwable suppressing(Throwable suppressed) {
		Throwable failure = new JedisConnectionException("Failed to connect to any host");
		failure.addSuppressed(suppressed);
		return failure;
	}

}
