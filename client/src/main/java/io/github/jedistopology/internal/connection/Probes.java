package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.internal.connection.Dialer.Dial;

/**
 * Finds out whether nodes answer, by a PING on a connection of its own. A node that is
 * suspected is probed until it answers or its pool is retired.
 */
final class Probes {

	private static final int PAUSE_MILLIS = 100;

	/** A thousand clients come with 20 dials a millisecond in the mean, not with all. */
	private static final int RETURN_MILLIS = 50;

	private final Dialer dialer;

	private final Duration shortest;

	private final Duration longest;

	private final Consumer<NodePool> onAnswer;

	private final PoolThreads threads;

	private final RandomGenerator random;

	private final Set<NodePool> questioned = ConcurrentHashMap.newKeySet();

	/**
	 * No probes yet.
	 * @param dialer opens the connections
	 * @param shortest how long the first probe waits, and that of a silent node
	 * @param longest how long further probes wait at the most
	 * @param onAnswer told when a suspected node answers
	 * @param threads on which probes wait
	 * @param random for jitter; thread-safe
	 */
	Probes(Dialer dialer, Duration shortest, Duration longest, Consumer<NodePool> onAnswer, PoolThreads threads,
			RandomGenerator random) {
		this.dialer = dialer;
		this.shortest = shortest;
		this.longest = longest;
		this.onAnswer = onAnswer;
		this.threads = threads;
		this.random = random;
	}

	/** Probes a silent node once: it is suspected if it does not answer in time. */
	void question(NodePool pool) {
		if (!pool.isRetired() && this.questioned.add(pool)) {
			this.threads.runProbe(() -> {
				try {
					if (!answers(pool, this.shortest)) {
						pool.suspect("owes a reply, and gave none to a PING within %d ms"
							.formatted(this.shortest.toMillis()));
					}
				}
				finally {
					this.questioned.remove(pool);
				}
			});
		}
	}

	/** Probes a suspected node until it answers. */
	void watch(NodePool pool) {
		this.threads.runProbe(() -> probe(pool, this.shortest));
	}

	/**
	 * With more patience each time: what is lost on the way is soon sent again, and a
	 * node that is far or busy is found as well. With jitter, so that many clients do not
	 * come at the same moment: a node that thaws answers all that wait for it at once,
	 * and commands dial as soon as it is trusted.
	 */
	private void probe(NodePool pool, Duration patience) {
		if (pool.isRetired()) {
			return;
		}
		boolean answers = false;
		try {
			answers = answers(pool, patience);
		}
		finally {
			// Even after an Error: nothing else can end a suspicion.
			if (answers) {
				after(this.random.nextInt(RETURN_MILLIS), () -> this.onAnswer.accept(pool));
			}
			else {
				Duration twice = patience.multipliedBy(2);
				after(PAUSE_MILLIS / 2 + this.random.nextInt(PAUSE_MILLIS),
						() -> probe(pool, (twice.compareTo(this.longest) < 0) ? twice : this.longest));
			}
		}
	}

	private void after(int millis, Runnable task) {
		this.threads.runProbeAfter(Duration.ofMillis(millis), task);
	}

	/**
	 * A node that refuses the login, or does not want to answer yet, is alive; one that
	 * cannot be asked, as nobody says how to log in, is taken to be.
	 */
	private boolean answers(NodePool pool, Duration timeout) {
		NodeConnection connection = null;
		try {
			connection = this.dialer.dial(new Dial(pool.endpoint(), null, timeout, timeout), (socket) -> {
			});
			connection.jedis().ping();
			return true;
		}
		catch (JedisDataException | SupplierFailedException ex) {
			return true;
		}
		catch (RuntimeException ex) {
			// Also one that answers what makes no sense.
			return false;
		}
		finally {
			if (connection != null) {
				connection.close();
			}
		}
	}

}
