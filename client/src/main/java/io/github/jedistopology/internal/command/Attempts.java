package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandFlagsRegistry.CommandFlag;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.Redirection;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * The tries of one command whose first one failed. Belongs to one thread.
 *
 * @param <T> the type of the reply
 */
final class Attempts<T> {

	/** MOVED to a node that migrates the slot, which answers ASK: nothing unusual. */
	private static final int IMMEDIATE_REDIRECTIONS = 2;

	/** Flagged as reads, but each one takes a batch away. */
	private static final Set<String> ADVANCING_READS = Set.of("FT.CURSOR");

	private final CommandMeans means;

	private final Counts counts;

	private final CommandObject<T> command;

	private final long startedAt;

	private final long deadline;

	/** Who redirected the command where. */
	private final List<String> hops = new ArrayList<>();

	private int slot;

	/** Whether a try may have been executed, of a command that is safe to repeat. */
	private boolean inDoubt;

	private int attempts;

	private int redirections;

	private int waits;

	/** The routes when this command looked last. */
	private Routes seen;

	/** The slot's owner by them. */
	private @Nullable NodePool owner;

	private @Nullable NodePool importing;

	Attempts(CommandMeans means, Counts counts, CommandObject<T> command, int slot, Routes seen, long startedAt) {
		this.means = means;
		this.counts = counts;
		this.command = command;
		this.slot = slot;
		this.seen = seen;
		this.startedAt = startedAt;
		this.deadline = startedAt + means.policy().budget().toNanos();
	}

	@Nullable T begin() {
		while (true) {
			NodePool target = this.importing;
			this.importing = null;
			NodePool pool = (target != null) ? target : awaitOwner();
			try {
				return (target != null) ? Sending.sendAsking(this.command, pool, now(), this.deadline)
						: Sending.send(this.command, pool, now(), this.deadline);
			}
			catch (RuntimeException ex) {
				failed(ex, pool);
			}
		}
	}

	@Nullable T continueAfter(RuntimeException failure, NodePool pool) {
		this.owner = pool;
		failed(failure, pool);
		return begin();
	}

	/** Waits while the slot is uncovered. */
	private NodePool awaitOwner() {
		while (true) {
			NodePool pool = lookUpOwner();
			if (pool != null) {
				return pool;
			}
			this.means.signals().doubt(Trigger.UNCOVERED_SLOT);
			if (left() <= 0 || this.means.pools().isClosed()) {
				boolean known = this.seen.topology().version() > 0;
				throw givenUp(account(known ? "nobody serves it" : "the topology is not known yet"), null);
			}
			backOff(this::isOwnerUnchanged);
		}
	}

	private @Nullable NodePool lookUpOwner() {
		this.seen = this.means.pools().routes();
		this.owner = this.means.owner(this.seen, this.slot);
		return this.owner;
	}

	/** Returns when the command may be tried again, and throws when it may not. */
	private void failed(RuntimeException failure, NodePool pool) {
		this.attempts++;
		Verdict verdict = Verdict.of(failure);
		if (verdict.trigger() != null) {
			this.means.signals().doubt(verdict.trigger());
		}
		boolean wait = switch (verdict.kind()) {
			case MOVED -> moved((JedisRedirectionException) failure, pool);
			case ASK -> asked((JedisRedirectionException) failure, pool);
			case RETRY -> true;
			case LOST -> lost(failure, pool);
			case SUSPECTED -> suspected(failure, pool);
			case EXHAUSTED -> throw givenUp(account(failure.getMessage()), failure);
			case FINAL -> throw failure;
		};
		requireMore(failure, pool);
		if (wait) {
			// The slot's owner may be well: what ails the cluster is elsewhere.
			backOff((verdict.trigger() == Trigger.CLUSTER_DOWN) ? this::isTopologyUnchanged : this::isOwnerUnchanged);
			requireMore(failure, pool);
		}
		if (!(failure instanceof JedisRedirectionException)) {
			this.counts.retried();
		}
	}

	/** Whether to wait: nobody believes the redirection, or it is one of many. */
	private boolean moved(JedisRedirectionException redirection, NodePool pool) {
		this.counts.redirected(Redirection.MOVED);
		learnSlot(redirection);
		HostAndPort target = target(redirection, pool);
		this.hops.add("%s to %s".formatted(pool.endpoint(), target));
		this.means.signals().moved(this.slot, target, pool.endpoint());
		if (target.equals(pool.endpoint())) {
			this.means.pools().renew(pool);
		}
		boolean believed = lookUpOwner() != pool;
		return ++this.redirections > IMMEDIATE_REDIRECTIONS || !believed;
	}

	private boolean asked(JedisRedirectionException redirection, NodePool pool) {
		this.counts.redirected(Redirection.ASK);
		learnSlot(redirection);
		HostAndPort target = target(redirection, pool);
		this.hops.add("%s to %s (ASK)".formatted(pool.endpoint(), target));
		if (this.means.pools().routes().topology().nodeAt(target).isEmpty()) {
			this.means.signals().doubt(Trigger.ASK);
		}
		this.importing = this.means.pools().pool(target);
		return ++this.redirections > IMMEDIATE_REDIRECTIONS;
	}

	/** Jedis does not know the keys of a command that the caller has put together. */
	private void learnSlot(JedisRedirectionException redirection) {
		if (this.slot == CommandPath.NO_SLOT) {
			this.slot = redirection.getSlot();
		}
	}

	/** No host means the host that was asked. */
	private HostAndPort target(JedisRedirectionException redirection, NodePool pool) {
		HostAndPort target = redirection.getTargetNode();
		return this.means.addressMapper()
			.map(target.getHost().isEmpty() ? new HostAndPort(pool.endpoint().getHost(), target.getPort()) : target);
	}

	/**
	 * Waits for the node or its successor, without holding anything. What was not sent
	 * was no attempt.
	 */
	private boolean suspected(RuntimeException failure, NodePool pool) {
		this.attempts--;
		if (this.slot == CommandPath.NO_SLOT) {
			return true;
		}
		if (this.means.failFast() || !pool.join()) {
			throw givenUp(account(failure.getMessage()), failure);
		}
		try {
			await(() -> pool.isSuspected() && isOwnerUnchanged(), left());
		}
		finally {
			pool.leave();
		}
		return false;
	}

	private boolean lost(RuntimeException failure, NodePool pool) {
		if (onlyReads()) {
			return true;
		}
		if (this.means.policy().idempotentCommands().contains(name())) {
			this.inDoubt = true;
			return true;
		}
		throw maybeExecuted(account("may have been executed, its reply from %s was lost".formatted(pool.endpoint())),
				failure);
	}

	private boolean onlyReads() {
		return !ADVANCING_READS.contains(name())
				&& this.means.flags().getFlags(this.command.getArguments()).contains(CommandFlag.READONLY);
	}

	private ClusterCommandException givenUp(String account, @Nullable Throwable cause) {
		return this.inDoubt ? maybeExecuted(account + "; an earlier try may have been executed", cause)
				: new ClusterCommandException(account, cause);
	}

	private CommandMaybeExecutedException maybeExecuted(String account, @Nullable Throwable cause) {
		this.counts.leftInDoubt();
		return new CommandMaybeExecutedException(account, cause);
	}

	private void requireMore(RuntimeException failure, NodePool pool) {
		if (this.means.pools().isClosed()) {
			throw givenUp(account("the client is closed"), failure);
		}
		if (this.attempts >= this.means.policy().maxAttempts() || left() <= 0) {
			String way = this.hops.isEmpty() ? "" : ", redirected by " + String.join(", ", this.hops);
			throw givenUp(account("last at %s: %s%s".formatted(pool.endpoint(), failure.getMessage(), way)), failure);
		}
	}

	/** The wait before the next try; a change of the topology ends it early. */
	private void backOff(BooleanSupplier unchanged) {
		this.waits++;
		long backoff = this.means.policy().backoff(this.waits, this.means.random()).toNanos();
		await(unchanged, Math.min(backoff, left()));
	}

	private void await(BooleanSupplier awaiting, long nanos) {
		try {
			this.means.pools().awaitWhile(awaiting, Duration.ofNanos(nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw givenUp(account("interrupted"), ex);
		}
	}

	private boolean isOwnerUnchanged() {
		return (this.slot != CommandPath.NO_SLOT) ? this.means.pools().routes().primary(this.slot) == this.owner
				: isTopologyUnchanged();
	}

	private boolean isTopologyUnchanged() {
		return this.means.pools().routes() == this.seen;
	}

	private long now() {
		return this.means.nanoTime().getAsLong();
	}

	private long left() {
		return this.deadline - now();
	}

	private String name() {
		return SafeEncoder.encode(this.command.getArguments().getCommand().getRaw()).toUpperCase(Locale.ROOT);
	}

	/** Names the command, never its arguments. */
	private String account(@Nullable String outcome) {
		String where = (this.slot != CommandPath.NO_SLOT) ? " on slot " + this.slot : "";
		long millis = (now() - this.startedAt) / 1_000_000;
		return "%s%s after %d attempts in %d ms: %s".formatted(name(), where, this.attempts, millis, outcome);
	}

}
