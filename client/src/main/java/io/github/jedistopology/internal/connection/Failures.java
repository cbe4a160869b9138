package io.github.jedistopology.internal.connection;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import redis.clients.jedis.exceptions.JedisAccessControlException;

import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.Trigger;

/**
 * Reads what Jedis wraps: the cause that an operator wants to know.
 */
public final class Failures {

	private Failures() {
	}

	/** In a few words, for a sentence that begins with the address. */
	static String describe(Throwable failure) {
		return root(failure, UnknownHostException.class).map((cause) -> "unknown host")
			.or(() -> root(failure, SocketTimeoutException.class).map((cause) -> "timed out"))
			.or(() -> root(failure, SSLException.class).map((cause) -> "TLS failed: " + cause.getMessage()))
			// Refused, reset, timed out, no route: the system's own words.
			.or(() -> root(failure, SocketException.class)
				.map((cause) -> String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT)))
			.orElseGet(() -> String.valueOf(failure.getMessage()));
	}

	/** What a failed dial says about the topology. */
	static Trigger trigger(Throwable failure) {
		return root(failure, UnknownHostException.class).map((cause) -> Trigger.UNKNOWN_HOST)
			.orElse(Trigger.CONNECT_FAILED);
	}

	/**
	 * How a dial has failed.
	 * @param failure what it threw
	 * @return any outcome but {@link DialOutcome#OPENED}
	 */
	public static DialOutcome outcome(Throwable failure) {
		return root(failure, JedisAccessControlException.class).map((cause) -> DialOutcome.LOGIN_REFUSED)
			.or(() -> root(failure, UnknownHostException.class).map((cause) -> DialOutcome.UNKNOWN_HOST))
			.or(() -> root(failure, SocketTimeoutException.class).map((cause) -> DialOutcome.TIMED_OUT))
			.or(() -> root(failure, SSLException.class).map((cause) -> DialOutcome.TLS_FAILED))
			.or(() -> root(failure, ConnectException.class).map((cause) -> DialOutcome.REFUSED))
			.orElse(DialOutcome.FAILED);
	}

	private static <T extends Throwable> Optional<T> root(Throwable failure, Class<T> type) {
		return Stream
			.concat(Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause),
					Stream.of(failure.getSuppressed()))
			.filter(type::isInstance)
			.map(type::cast)
			.findFirst();
	}

}
