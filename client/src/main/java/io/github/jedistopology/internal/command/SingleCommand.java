package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisRedirectionException;

import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * A command by itself whose first try failed, or that is not like most: sends it again
 * and again, and waits in between, for as long as its {@link Attempts} allow. Belongs to
 * one thread.
 *
 * @param <T> the type of the reply
 */
class SingleCommand<T> {

	private final CommandMeans means;

	private final Errand<T> errand;

	private final Attempts attempts;

	private int waits;

	/**
	 * A command that has not been sent yet.
	 * @param ownTime how long it takes by itself, in nanoseconds
	 */
	SingleCommand(CommandMeans means, Counts counts, Errand<T> errand, long startedAt, long ownTime) {
		this.means = means;
		this.errand = errand;
		this.attempts = new Attempts(means, counts, errand.command().getArguments(), errand.slot(), errand.route(),
				startedAt, ownTime);
	}

	@Nullable T begin() {
		while (true) {
			NodePool importing = this.attempts.takeImporting();
			NodePool pool = (importing != null) ? importing : awaitOwner();
			try {
				return send(pool, importing != null);
			}
			catch (RuntimeException ex) {
				failed(ex, pool);
			}
		}
	}

	/**
	 * One try.
	 * @param pool where to
	 * @param asking whether ASKING has to precede it
	 * @return the reply
	 */
	@Nullable T send(NodePool pool, boolean asking) {
		return Sending.send(this.errand.command(), asking ? Exchange.ASKING : this.errand.exchange(), pool,
				this.means.nanoTime().getAsLong(), this.attempts.deadline());
	}

	/** After a first try at the slot's owner by these routes. */
	@Nullable T continueAfter(RuntimeException failure, NodePool pool, Routes routes) {
		this.attempts.sees(routes, pool);
		failed(failure, pool);
		return begin();
	}

	@Nullable T continueAfterReplica(RuntimeException failure, NodePool replica) {
		if (failure instanceof JedisRedirectionException) {
			return continueAfter(failure, replica, this.means.pools().routes());
		}
		this.attempts.judgeReplica(failure, replica);
		return begin();
	}

	@Nullable T continueWithoutReplica(RuntimeException refusal, NodePool replica) {
		this.attempts.passOver(refusal, replica);
		return begin();
	}

	/** Waits while the slot is uncovered. */
	private NodePool awaitOwner() {
		while (true) {
			NodePool pool = this.attempts.lookUpOwner();
			if (pool != null) {
				return pool;
			}
			this.attempts.uncovered();
			backOff();
		}
	}

	/** Returns when the command may be tried again, and throws when it may not. */
	private void failed(RuntimeException failure, NodePool pool) {
		switch (this.attempts.judge(failure, pool)) {
			case AT_ONCE -> {
			}
			case BACKED_OFF -> backOff();
			case TRUSTED -> awaitTrust(pool);
		}
		this.attempts.tryAgain(pool);
	}

	/** The wait before the next try; a change of the topology ends it early. */
	private void backOff() {
		this.waits++;
		long backoff = this.means.policy().backoff(this.waits, this.means.random()).toNanos();
		await(this.attempts::isUnchanged, Math.min(backoff, this.attempts.left()));
	}

	/** Waits for the node or its successor, without holding anything. */
	private void awaitTrust(NodePool pool) {
		if (!pool.join()) {
			throw this.attempts.tooManyWait();
		}
		try {
			await(() -> pool.isSuspected() && this.attempts.isOwnerUnchanged(), this.attempts.left());
		}
		finally {
			pool.leave();
		}
	}

	private void await(BooleanSupplier awaiting, long nanos) {
		try {
			this.means.pools().awaitWhile(awaiting, Duration.ofNanos(nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.attempts.interrupted(ex);
		}
	}

	/** What happens next has nothing to do with what was before. */
	final void calmDown() {
		this.waits = 0;
		this.attempts.forgetRedirections();
	}

	final CommandMeans means() {
		return this.means;
	}

	final Attempts attempts() {
		return this.attempts;
	}

}
