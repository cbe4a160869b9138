package io.github.jedistopology.internal.command;

import java.time.Duration;

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

	private final CommandMeans means;

	private final Counts counts;

	private final CommandObject<T> command;

	private final int slot;

	private final long startedAt;

	private final long deadline;

	private int attempts;

	private int redirections;

	private int waits;

	private @Nullable NodePool importing;

	Attempts(CommandMeans means, Counts counts, CommandObject<T> command, int slot, long startedAt) {
		this.means = means;
		this.counts = counts;
		this.command = command;
		this.slot = slot;
		this.startedAt = startedAt;
		this.deadline = startedAt + means.policy().budget().toNanos();
	}

	@Nullable T begin() {
		while (true) {
			NodePool pool = nextPool();
			try {
				return (this.importing != null) ? Sending.sendAsking(this.command, pool, this.deadline)
						: Sending.send(this.command, pool, this.deadline);
			}
			catch (RuntimeException ex) {
				failed(ex, pool);
			}
		}
	}

	@Nullable T continueAfter(RuntimeException failure, NodePool pool) {
		failed(failure, pool);
		return begin();
	}

	/** The pool to try next; waits for one while the slot is uncovered. */
	private NodePool nextPool() {
		if (this.importing != null) {
			return this.importing;
		}
		NodePool pool = owner(this.means.pools().routes());
		while (pool == null) {
			this.means.signals().doubt(Trigger.UNCOVERED_SLOT);
			if (left() <= 0) {
				throw new ClusterCommandException(account("nobody serves it"));
			}
			awaitOwnerOtherThan(null);
			pool = owner(this.means.pools().routes());
		}
		return pool;
	}

	private @Nullable NodePool owner(Routes routes) {
		return (this.slot != CommandPath.NO_SLOT) ? routes.primary(this.slot) : routes.anyPrimary(this.means.random());
	}

	/** Returns when the command may be tried again, and throws when it may not. */
	private void failed(RuntimeException failure, NodePool pool) {
		this.attempts++;
		this.importing = null;
		Verdict verdict = Verdict.of(failure);
		switch (verdict.kind()) {
			case FINAL -> throw failure;
			case EXHAUSTED -> throw new ClusterCommandException(account(failure.getMessage()), failure);
			case MOVED -> moved((JedisRedirectionException) failure, pool);
			case ASK -> asked((JedisRedirectionException) failure, pool);
			case RETRY -> retry(failure, verdict.trigger(), pool);
			case LOST -> lost(failure, verdict.trigger(), pool);
		}
	}

	private void moved(JedisRedirectionException redirection, NodePool pool) {
		this.counts.redirected(Redirection.MOVED);
		requireMore(redirection, pool);
		this.means.signals().moved(redirection.getSlot(), target(redirection, pool));
		// The first hop is immediate. Afterwards, or when nobody believes the
		// redirection,
		// the cluster is in motion.
		if (this.redirections++ > 0 || owner(this.means.pools().routes()) == pool) {
			awaitOwnerOtherThan(pool);
		}
	}

	private void asked(JedisRedirectionException redirection, NodePool pool) {
		this.counts.redirected(Redirection.ASK);
		requireMore(redirection, pool);
		HostAndPort target = target(redirection, pool);
		if (this.means.pools().routes().topology().nodeAt(target).isEmpty()) {
			this.means.signals().doubt(Trigger.ASK);
		}
		if (this.redirections++ > 1) {
			awaitOwnerOtherThan(pool);
		}
		this.importing = this.means.pools().pool(target);
	}

	/** No host means the host that was asked. */
	private static HostAndPort target(JedisRedirectionException redirection, NodePool pool) {
		HostAndPort target = redirection.getTargetNode();
		return target.getHost().isEmpty() ? new HostAndPort(pool.endpoint().getHost(), target.getPort()) : target;
	}

	private void retry(RuntimeException failure, @Nullable Trigger trigger, NodePool pool) {
		this.counts.retried();
		if (trigger != null) {
			this.means.signals().doubt(trigger);
		}
		requireMore(failure, pool);
		awaitOwnerOtherThan(pool);
	}

	private void lost(RuntimeException failure, @Nullable Trigger trigger, NodePool pool) {
		if (this.means.flags().getFlags(this.command.getArguments()).contains(CommandFlag.READONLY)) {
			retry(failure, trigger, pool);
			return;
		}
		if (trigger != null) {
			this.means.signals().doubt(trigger);
		}
		throw new CommandMaybeExecutedException(
				account("may have been executed, its reply from %s was lost".formatted(pool.endpoint())), failure);
	}

	private void requireMore(RuntimeException failure, NodePool pool) {
		if (this.means.pools().isClosed()) {
			throw new ClusterCommandException(account("the client is closed"), failure);
		}
		if (this.attempts >= this.means.policy().maxAttempts() || left() <= 0) {
			throw new ClusterCommandException(
					account("last at %s: %s".formatted(pool.endpoint(), failure.getMessage())), failure);
		}
	}

	/** The wait before the next try; a new owner of the slot ends it early. */
	private void awaitOwnerOtherThan(@Nullable NodePool pool) {
		this.waits++;
		long backoff = this.means.policy().backoff(this.waits, this.means.random()).toNanos();
		long until = this.means.nanoTime().getAsLong() + Math.min(backoff, left());
		Routes routes = this.means.pools().routes();
		long wait = until - this.means.nanoTime().getAsLong();
		try {
			while (wait > 0 && owner(routes) == pool) {
				this.means.pools().awaitChange(routes, Duration.ofNanos(wait));
				routes = this.means.pools().routes();
				wait = until - this.means.nanoTime().getAsLong();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ClusterCommandException(account("interrupted"), ex);
		}
	}

	private long left() {
		return this.deadline - this.means.nanoTime().getAsLong();
	}

	/** Names the command, never its arguments. */
	private String account(@Nullable String outcome) {
		String name = SafeEncoder.encode(this.command.getArguments().getCommand().getRaw());
		String where = (this.slot != CommandPath.NO_SLOT) ? " on slot " + this.slot : "";
		long millis = (this.means.nanoTime().getAsLong() - this.startedAt) / 1_000_000;
		return "%s%s after %d attempts in %d ms: %s".formatted(name, where, this.attempts, millis, outcome);
	}

}
