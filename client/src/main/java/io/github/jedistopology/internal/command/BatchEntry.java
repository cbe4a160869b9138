package io.github.jedistopology.internal.command;

import java.util.Objects;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.PipelinedCommandException;
import io.github.jedistopology.internal.command.Attempts.Next;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * One command of a {@link Batch} and what became of it. Its budget begins when something
 * holds it up for the first time: before that, it only waits for its turn.
 */
final class BatchEntry {

	private final CommandMeans means;

	private final Counts counts;

	private final BatchCommand command;

	private boolean done;

	private @Nullable Object reply;

	private @Nullable Attempts attempts;

	private Next next = Next.AT_ONCE;

	private @Nullable NodePool pool;

	private boolean asking;

	private boolean atReplica;

	BatchEntry(CommandMeans means, Counts counts, BatchCommand command) {
		this.means = means;
		this.counts = counts;
		this.command = command;
	}

	CommandArguments arguments() {
		return this.command.arguments();
	}

	long length() {
		return this.command.length();
	}

	int slot() {
		return (this.attempts != null) ? this.attempts.slot() : this.command.slot();
	}

	boolean isDone() {
		return this.done;
	}

	/** An error is a reply, too. */
	@Nullable Object reply() {
		return this.reply;
	}

	/** What must have happened before it is sent. */
	Next next() {
		return this.next;
	}

	/** Where the command is to be sent, or was sent last. */
	NodePool requiredPool() {
		return Objects.requireNonNull(this.pool, "pool");
	}

	/** Whether ASKING must go ahead of it. */
	boolean isAsking() {
		return this.asking;
	}

	/**
	 * Finds out where to send it.
	 * @param anyPrimary where to send it if it has no slot
	 * @param replicas who serves reads of a slot, asked as long as nothing went wrong
	 * @return whether there is such a node
	 */
	boolean findPool(Routes routes, @Nullable NodePool anyPrimary, IntFunction<@Nullable NodePool> replicas) {
		NodePool replica = (this.attempts == null) ? replicas.apply(slot()) : null;
		this.atReplica = replica != null;
		if (this.atReplica) {
			this.pool = replica;
			return true;
		}
		NodePool importing = (this.attempts != null) ? this.attempts.takeImporting() : null;
		this.asking = importing != null;
		this.pool = this.asking ? importing : (slot() != CommandPath.NO_SLOT) ? routes.primary(slot()) : anyPrimary;
		if (this.attempts != null && !this.asking) {
			this.attempts.sees(routes, this.pool);
		}
		return this.pool != null;
	}

	/** Its turn was put off, for a reason that began at that time. */
	Attempts heldUp(Routes routes, long since) {
		if (this.attempts == null) {
			this.attempts = new Attempts(this.means, this.counts, arguments(), slot(), null, since, 0);
			this.attempts.sees(routes, this.pool);
		}
		return this.attempts;
	}

	/** How much time there is for the next try. */
	long left() {
		return (this.attempts != null) ? this.attempts.left() : this.means.policy().budget().toNanos();
	}

	void replied(@Nullable Object value) {
		this.reply = value;
		this.done = true;
	}

	void uncovered(Routes routes, long since) {
		decide(() -> heldUp(routes, since).uncovered());
	}

	void failed(RuntimeException failure, NodePool at, Routes routes, long since) {
		Attempts attempts = heldUp(routes, since);
		decide(() -> this.atReplica ? attempts.judgeReplica(failure, at) : attempts.judge(failure, at));
	}

	/** There is no connection to be had. */
	void refused(RuntimeException refusal, NodePool at, Routes routes, long since) {
		Attempts attempts = heldUp(routes, since);
		decide(() -> this.atReplica ? attempts.passOver(refusal, at) : attempts.judge(refusal, at));
	}

	/** The wait is over, and perhaps the time is up. */
	void waited() {
		decide(() -> {
			if (this.attempts != null && this.pool != null) {
				this.attempts.tryAgain(this.pool);
			}
			return Next.AT_ONCE;
		});
	}

	boolean isUnchanged() {
		boolean trusted = this.next == Next.TRUSTED && !requiredPool().isSuspected();
		return !trusted && (this.attempts == null || this.attempts.isUnchanged());
	}

	void tooManyWait() {
		decide(() -> {
			throw requiredAttempts().tooManyWait();
		});
	}

	void interrupted(InterruptedException interruption) {
		decide(() -> {
			throw requiredAttempts().interrupted(interruption);
		});
	}

	private Attempts requiredAttempts() {
		return Objects.requireNonNull(this.attempts, "attempts");
	}

	private void decide(Judgement judgement) {
		try {
			this.next = judgement.next();
		}
		catch (JedisDataException ex) {
			replied(ex);
		}
		catch (ClusterCommandException ex) {
			replied(account(ex, ex instanceof CommandMaybeExecutedException));
		}
		catch (RuntimeException ex) {
			// Of unknown kind, from before anything was sent.
			replied(account(ex, false));
		}
	}

	private PipelinedCommandException account(RuntimeException failure, boolean maybeExecuted) {
		return new PipelinedCommandException(String.valueOf(failure.getMessage()), failure.getCause(),
				CommandWords.name(arguments()), slot(), (this.pool != null) ? this.pool.endpoint() : null,
				maybeExecuted);
	}

	/**
	 * Throws what ends the command.
	 */
	private interface Judgement {

		Next next();

	}

}
