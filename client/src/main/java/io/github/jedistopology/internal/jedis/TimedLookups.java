package io.github.jedistopology.internal.jedis;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.HostResolver;

/**
 * Looks names up, but waits for no answer longer than it is told: a look-up cannot be
 * interrupted. One that hangs keeps one thread, however many dials ask for the name, and
 * holds no other name up: where no thread is left, a look-up fails at once. While the
 * name service says nothing about a name, what it said last stands (as in RFC 8767); that
 * there is no such name is an answer, too. Thread-safe.
 */
final class TimedLookups {

	/** Where there is a former answer, this part of the time is enough for a new one. */
	private static final int PATIENCE = 4;

	/**
	 * More than a cluster has nodes. With one more, all are forgotten and learnt anew.
	 */
	private static final int MOST_NAMES = 10_000;

	private final HostResolver resolver;

	private final ExecutorService threads;

	private final LongSupplier nanoTime;

	private final ConcurrentMap<String, LookUp> underWay = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, List<InetAddress>> answers = new ConcurrentHashMap<>();

	/**
	 * No look-ups yet.
	 * @param resolver looks a name up, for as long as it likes
	 * @param threads on which it does; must not queue what they have no thread for
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 */
	TimedLookups(HostResolver resolver, ExecutorService threads, LongSupplier nanoTime) {
		this.resolver = resolver;
		this.threads = threads;
		this.nanoTime = nanoTime;
	}

	List<InetAddress> resolve(String host, Duration timeout) throws UnknownHostException {
		List<InetAddress> former = this.answers.get(host);
		LookUp lookUp = underWay(host);
		// Once it is known to hang, nobody waits.
		long patience = (former != null) ? lookUp.begunAt() + timeout.toNanos() / PATIENCE - this.nanoTime.getAsLong()
				: timeout.toNanos();
		try {
			return lookUp.answer().get(patience, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RejectedExecutionException) {
				return orFail(former, "No thread is free for the look-up of %s".formatted(host), ex);
			}
			throw asLookupFailure(host, ex.getCause());
		}
		catch (TimeoutException ex) {
			return orFail(former, "The look-up of %s hangs".formatted(host), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JedisConnectionException("Interrupted while looking up %s".formatted(host), ex);
		}
	}

	private static List<InetAddress> orFail(@Nullable List<InetAddress> former, String failure, Exception cause) {
		if (former == null) {
			throw new JedisConnectionException(failure, cause);
		}
		return former;
	}

	/** What the name service says, and nothing else. */
	CompletionStage<List<InetAddress>> begin(String host) {
		return underWay(host).answer();
	}

	private LookUp underWay(String host) {
		LookUp begun = new LookUp(new CompletableFuture<>(), this.nanoTime.getAsLong());
		LookUp other = this.underWay.putIfAbsent(host, begun);
		if (other != null) {
			return other;
		}
		try {
			this.threads.execute(() -> lookUp(host, begun));
		}
		catch (RuntimeException | Error ex) {
			this.underWay.remove(host, begun);
			begun.answer().completeExceptionally(ex);
		}
		return begun;
	}

	private void lookUp(String host, LookUp begun) {
		try {
			List<InetAddress> addresses = List.copyOf(this.resolver.resolve(host));
			remember(host, addresses);
			begun.answer().complete(addresses);
		}
		catch (Throwable ex) {
			// Also an Error: somebody waits.
			begun.answer().completeExceptionally(ex);
		}
		finally {
			this.underWay.remove(host, begun);
		}
	}

	private void remember(String host, List<InetAddress> addresses) {
		if (this.answers.size() >= MOST_NAMES) {
			this.answers.clear();
		}
		this.answers.put(host, addresses);
	}

	private static UnknownHostException asLookupFailure(String host, @Nullable Throwable cause) {
		if (cause instanceof UnknownHostException unknown) {
			return unknown;
		}
		UnknownHostException failure = new UnknownHostException("The look-up of %s failed".formatted(host));
		failure.initCause(cause);
		return failure;
	}

	private record LookUp(CompletableFuture<List<InetAddress>> answer, long begunAt) {

	}

}
