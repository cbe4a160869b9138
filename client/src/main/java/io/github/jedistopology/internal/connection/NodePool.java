package io.github.jedistopology.internal.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.internal.connection.Dialer.Dial;

/**
 * The connections to one node. Shares nothing with the pools of other nodes. Borrowing
 * and returning take no lock: a permit bounds how many connections there are, and the
 * free ones lie on a stack, so that the surplus grows old and can be closed. Thread-safe.
 */
public final class NodePool {

	/** More permits than there can be connections, or threads waiting for one. */
	private static final int EVERYBODY = Integer.MAX_VALUE / 2;

	private final HostAndPort endpoint;

	private final Dialer dialer;

	private final ClusterSettings settings;

	private final LongSupplier nanoTime;

	private final int size;

	private final Semaphore permits;

	private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();

	private final AtomicBoolean retired = new AtomicBoolean();

	NodePool(HostAndPort endpoint, Dialer dialer, ClusterSettings settings, LongSupplier nanoTime) {
		this.endpoint = endpoint;
		this.dialer = dialer;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.size = Math.min(settings.pool().maxTotal(), EVERYBODY);
		this.permits = new Semaphore(this.size);
	}

	/**
	 * The node's endpoint.
	 * @return host and port
	 */
	public HostAndPort endpoint() {
		return this.endpoint;
	}

	/**
	 * Takes a connection; each must come back through {@link #giveBack}.
	 * @param deadline when to give up, by the clock of {@link System#nanoTime()}
	 * @return an open connection
	 * @throws NothingSentException if there is none to be had
	 * @throws redis.clients.jedis.exceptions.JedisDataException if the node refuses the
	 * login
	 */
	public Connection borrow(long deadline) {
		if (!this.permits.tryAcquire()) {
			awaitPermit(deadline);
		}
		try {
			if (this.retired.get()) {
				throw new NothingSentException("the pool of %s is retired".formatted(this.endpoint), null, null);
			}
			Connection connection = takeIdle();
			return (connection != null) ? connection : dial(deadline);
		}
		catch (RuntimeException | Error ex) {
			this.permits.release();
			throw ex;
		}
	}

	private void awaitPermit(long deadline) {
		long wait = Math.min(this.settings.pool().maxWait().toNanos(), deadline - this.nanoTime.getAsLong());
		try {
			if (!this.permits.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
				throw new PoolExhaustedException(
						"all %d connections to %s are in use".formatted(this.size, this.endpoint));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NothingSentException("interrupted while waiting for a connection to " + this.endpoint, null, ex);
		}
	}

	private @Nullable Connection takeIdle() {
		for (Idle candidate = this.idle.pollFirst(); candidate != null; candidate = this.idle.pollFirst()) {
			if (candidate.connection().isConnected()) {
				return candidate.connection();
			}
			close(candidate.connection());
		}
		return null;
	}

	private Connection dial(long deadline) {
		Duration left = Duration.ofNanos(deadline - this.nanoTime.getAsLong());
		Duration connect = this.settings.timeouts().connect();
		try {
			return this.dialer.dial(new Dial(this.endpoint, null, (left.compareTo(connect) < 0) ? left : connect,
					this.settings.timeouts().command()), (socket) -> {
					});
		}
		catch (JedisConnectionException ex) {
			throw new NothingSentException("%s: %s".formatted(this.endpoint, Failures.describe(ex)),
					Failures.trigger(ex), ex);
		}
	}

	/**
	 * Gives a borrowed connection back. One that is broken, or whose pool has been
	 * retired, is closed.
	 * @param connection what {@link #borrow} gave
	 */
	public void giveBack(Connection connection) {
		if (connection.isBroken() || this.retired.get()) {
			close(connection);
		}
		else {
			this.idle.addFirst(new Idle(connection, this.nanoTime.getAsLong()));
			if (this.retired.get()) {
				closeIdle();
			}
		}
		this.permits.release();
	}

	/**
	 * Lends no more connections. Those who wait for one are sent away at once, with
	 * nothing sent; what is in flight finishes, and its connection is closed then.
	 */
	void retire() {
		if (this.retired.compareAndSet(false, true)) {
			this.permits.release(EVERYBODY);
		}
	}

	/** Closes the connections that nobody uses. */
	void closeIdle() {
		for (Idle free = this.idle.pollFirst(); free != null; free = this.idle.pollFirst()) {
			close(free.connection());
		}
	}

	/** Closes the connections that nobody has used for longer than allowed. */
	void closeOld() {
		long now = this.nanoTime.getAsLong();
		long maxIdle = this.settings.pool().maxIdleTime().toNanos();
		for (Idle oldest = this.idle.peekLast(); oldest != null
				&& now - oldest.since() > maxIdle; oldest = this.idle.peekLast()) {
			if (this.idle.removeLastOccurrence(oldest)) {
				close(oldest.connection());
			}
		}
	}

	/**
	 * How many connections are lent or being opened.
	 * @return 0 to the pool's maximum
	 */
	public int active() {
		int available = this.permits.availablePermits();
		int lent = this.size - available;
		return Math.max(0, (available < EVERYBODY) ? lent : lent + EVERYBODY);
	}

	/**
	 * How many connections are open and free.
	 * @return 0 to the pool's maximum
	 */
	public int idle() {
		return this.idle.size();
	}

	/**
	 * How many threads wait for a connection.
	 * @return an estimate
	 */
	public int waiting() {
		return this.permits.getQueueLength();
	}

	private static void close(Connection connection) {
		try {
			// Not close(): it would first send what is left in the buffer, and wait for
			// a node that does not read.
			connection.forceDisconnect();
		}
		catch (IOException ex) {
			// as good as closed
		}
	}

	/**
	 * A free connection.
	 */
	private record Idle(Connection connection, long since) {

	}

}
