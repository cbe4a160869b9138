package io.github.jedistopology.internal.connection;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.github.jedistopology.Trigger;

/**
 * Reads what Jedis wraps: the cause that an operator wants to know.
 */
final class Failures {

	private Failures() {
	}

	/** In a few words, for a sentence that begins with the address. */
	static String describe(Throwable failure) {
		return root(failure, UnknownHostException.class).map((cause) -> "unknown host")
			.or(() -> root(failure, SocketTimeoutException.class).map((cause) -> "timed out"))
			.or(() -> root(failure, ConnectException.class).map((cause) -> "connection refused"))
			.or(() -> root(failure, NoRouteToHostException.class).map((cause) -> "no route to host"))
			.or(() -> root(failure, SSLException.class).map((cause) -> "TLS failed: " + cause.getMessage()))
			.orElseGet(() -> String.valueOf(failure.getMessage()));
	}

	/** What a failed dial says about the topology. */
	static Trigger trigger(Throwable failure) {
		return root(failure, UnknownHostException.class).map((cause) -> Trigger.UNKNOWN_HOST)
			.orElse(Trigger.CONNECT_FAILED);
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
