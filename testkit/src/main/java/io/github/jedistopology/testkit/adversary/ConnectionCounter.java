package io.github.jedistopology.testkit.adversary;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Counts the attempts to connect to an address, typically that of a removed node: nobody
 * should dial it any more. Each attempt is reset at once, as close to a refused
 * connection as one can get while seeing it. Thread-safe.
 */
public final class ConnectionCounter implements AutoCloseable {

	private final Listener listener;

	private ConnectionCounter(InetSocketAddress address) {
		this.listener = new Listener(address, InstantSource.system(), (socket) -> socket.setSoLinger(true, 0));
	}

	/**
	 * Start to count.
	 * @param address a loopback address; port 0 takes a free one
	 * @return the counter, already listening
	 * @throws IllegalArgumentException if the address is not a loopback address
	 * @throws java.io.UncheckedIOException if the address is in use
	 */
	public static ConnectionCounter at(InetSocketAddress address) {
		return new ConnectionCounter(address);
	}

	/**
	 * Where it listens.
	 * @return the address with its actual port
	 */
	public InetSocketAddress address() {
		return this.listener.address();
	}

	/**
	 * How many attempts there were so far.
	 * @return their number
	 */
	public int attempts() {
		return this.listener.arrivals().count();
	}

	/**
	 * The attempts that came later than a given time.
	 * @param time the time
	 * @return when each came, in order
	 */
	public List<Instant> attemptsAfter(Instant time) {
		return this.listener.arrivals().after(time);
	}

	/**
	 * When the last attempt came.
	 * @return the time, or {@code null} if there was none
	 */
	public @Nullable Instant lastAttemptAt() {
		return this.listener.arrivals().last();
	}

	/**
	 * Stop listening.
	 */
	@Override
	public void close() {
		this.listener.close();
	}

}
