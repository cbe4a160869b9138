package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.internal.connection.Dialer.Dial;
import io.github.jedistopology.internal.connection.Inquiry.Answer;

/**
 * Finds out whether nodes answer, by a PING on a connection of its own and on one that is
 * open: a node that takes no new connections may still answer. A node that is suspected
 * is probed until it answers or its pool is retired.
 */
final class Probes {

	private static final int PAUSE_MILLIS = 100;

	/** How often a question is looked at whether a command has answered it. */
	private static final int GLANCE_MILLIS = 10;

	/** A thousand clients come with 20 dials a millisecond in the mean, not with all. */
	private static final int RETURN_MILLIS = 50;

	private final Dialer dialer;

	private final LongSupplier nanoTime;

	private final Duration shortest;

	private final Duration longest;

	private final Consumer<NodePool> onAnswer;

	private final PoolThreads threads;

	private final RandomGenerator random;

	private final Set<NodePool> questioned = ConcurrentHashMap.newKeySet();

	/**
	 * No probes yet.
	 * @param dialer opens the connections
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 * @param shortest how long the first probe waits, and that of a silent node
	 * @param longest how long further probes wait at the most
	 * @param onAnswer told when a suspected node answers
	 * @param threads on which probes wait
	 * @param random for jitter; thread-safe
	 */
	Probes(Dialer dialer, LongSupplier nanoTime, Duration shortest, Duration longest, Consumer<NodePool> onAnswer,
			PoolThreads threads, RandomGenerator random) {
		this.dialer = dialer;
		this.nanoTime = nanoTime;
		this.shortest = shortest;
		this.longest = longest;
		this.onAnswer = onAnswer;
		this.threads = threads;
		this.random = random;
	}

	/**
	 * Asks a node once whether it is there: over a new connection, and over an open one
	 * that is free, both at a time. It is suspected if neither gives an answer in time,
	 * and no command gets a reply meanwhile.
	 * @param pool the node's pool
	 * @param reason why it is suspected then
	 */
	void question(NodePool pool, String reason) {
		if (!pool.isRetired() && this.questioned.add(pool)) {
			pool.question();
			new Question(pool, reason).begin();
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
			answers = answersAnew(pool, patience) || answersOnOpen(pool);
		}
		finally {
			// Even after an Error: nothing else can end a suspicion.
			if (answers) {
				after(this.random.nextInt(RETURN_MILLIS), () -> this.onAnswer.accept(pool));
			}
			else {
				Duration twice = patience.multipliedBy(2);
				after(PAUSE_MILLIS / 2 + this.random.nextInt(PAUSE_MILLIS), () -> this.threads
					.runProbe(() -> probe(pool, (twice.compareTo(this.longest) < 0) ? twice : this.longest)));
			}
		}
	}

	/** Something quick, which must not wait until others have been probed. */
	private void after(int millis, Runnable task) {
		this.threads.runQuickAfter(Duration.ofMillis(millis), task);
	}

	/**
	 * A node that refuses the login, or does not want to answer yet, is alive; one that
	 * cannot be asked, as nobody says how to log in, is taken to be.
	 */
	private boolean answersAnew(NodePool pool, Duration timeout) {
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

	private boolean answersOnOpen(NodePool pool) {
		long start = this.nanoTime.getAsLong();
		return pool.withLanes().anyMatch((each) -> answersOnFree(each, start));
	}

	private boolean answersOnFree(NodePool pool, long start) {
		for (NodeConnection free : pool.free()) {
			Duration left = this.shortest.minusNanos(this.nanoTime.getAsLong() - start);
			Answer answer = left.isNegative() ? Answer.NONE : Inquiry.questionSpare(pool, free, this.nanoTime, left);
			if (answer != Answer.NOT_ASKED) {
				return answer == Answer.ANSWERED;
			}
		}
		return false;
	}

	/**
	 * A question that is put to a node.
	 */
	private final class Question {

		private final NodePool pool;

		private final String reason;

		private final long askedAt = Probes.this.nanoTime.getAsLong();

		private final AtomicInteger waysLeft = new AtomicInteger(2);

		private volatile boolean answered;

		Question(NodePool pool, String reason) {
			this.pool = pool;
			this.reason = reason;
		}

		void begin() {
			Probes.this.threads.runProbe(() -> ask(() -> answersAnew(this.pool, Probes.this.shortest)));
			Probes.this.threads.runProbe(() -> ask(() -> answersOnOpen(this.pool)));
		}

		private void ask(BooleanSupplier way) {
			boolean silent = false;
			try {
				silent = !way.getAsBoolean();
			}
			finally {
				// An Error says nothing about the node.
				if (!silent) {
					this.answered = true;
					this.pool.answered();
				}
				if (this.waysLeft.decrementAndGet() == 0) {
					decide();
				}
			}
		}

		/** A connection that is open and not free may still bring a reply. */
		private void decide() {
			if (this.answered || !this.pool.isUnanswered()) {
				Probes.this.questioned.remove(this.pool);
				after(PAUSE_MILLIS, this.pool::dialAgain);
			}
			else if (this.pool.hasOpen() && !isOverdue()) {
				after(GLANCE_MILLIS, this::decide);
			}
			else {
				Probes.this.questioned.remove(this.pool);
				this.pool.suspect(this.reason);
				this.pool.dialAgain();
			}
		}

		private boolean isOverdue() {
			return Probes.this.nanoTime.getAsLong() - this.askedAt >= Probes.this.shortest.toNanos();
		}

	}

}
