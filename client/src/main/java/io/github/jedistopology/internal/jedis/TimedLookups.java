package io.github.jedistopology.internal.jedis;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.HostResolver;

/**
 * Looks names up, but waits for no answer longer than it is told: a look-up cannot be
 * interrupted. One that hangs keeps one thread, however many dials ask for the name, and
 * holds no other name up: where no thread is left, a look-up fails at once. Thread-safe.
 */
final class TimedLookups {

	private final HostResolver resolver;

	private final ExecutorService threads;

	private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

	/**
	 * No look-ups yet.
	 * @param resolver looks a name up, for as long as it likes
	 * @param threads on which it does; must not queue what they have no thread for
	 */
	TimedLookups(HostResolver resolver, ExecutorService threads) {
		this.resolver = resolver;
		this.threads = threads;
	}

	List<InetAddress> resolve(String host, Duration timeout) throws UnknownHostException {
		try {
			return begin(host).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RejectedExecutionException) {
				throw new JedisConnectionException("No thread is free for the look-up of %s".formatted(host), ex);
			}
			throw asLookupFailure(host, ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new JedisConnectionException("The look-up of %s hangs".formatted(host), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JedisConnectionException("Interrupted while looking up %s".formatted(host), ex);
		}
	}

	private CompletableFuture<List<InetAddress>> begin(String host) {
		CompletableFuture<List<InetAddress>> begun = new CompletableFuture<>();
		CompletableFuture<List<InetAddress>> other = this.underWay.putIfAbsent(host, begun);
		if (other != null) {
			return other;
		}
		try {
			this.threads.execute(() -> lookUp(host, begun));
		}
		catch (RuntimeException | Error ex) {
			this.underWay.remove(host, begun);
			begun.completeExceptionally(ex);
		}
		return begun;
	}

	private void lookUp(String host, CompletableFuture<List<InetAddress>> begun) {
		try {
			begun.complete(this.resolver.resolve(host));
		}
		catch (Throwable ex) {
			// Also an Error: somebody waits.
			begun.completeExceptionally(ex);
		}
		finally {
			this.underWay.remove(host, begun);
		}
	}

	private static UnknownHostException asLookupFailure(String host, @Nullable Throwable cause) {
		if (cause instanceof UnknownHostException unknown) {
			return unknown;
		}
		UnknownHostException failure = new UnknownHostException("The look-up of %s failed".formatted(host));
		failure.initCause(cause);
		return failure;
	}

}
