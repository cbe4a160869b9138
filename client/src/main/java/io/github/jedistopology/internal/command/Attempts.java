package io.github.jedistopology.internal.command;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisRedirectionException;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.Redirection;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.command.Verdict.Kind;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * The tries of one command: decides after each failure whether there may be another one,
 * where, and what it has to wait for. Sends nothing, and never waits. Belongs to one
 * thread.
 */
final class Attempts {

	/** What must have happened before the next try. */
	enum Next {

		/** Nothing. */
		AT_ONCE,

		/** A wait, or a change of the topology. */
		BACKED_OFF,

		/** The node answers again, or has a successor. */
		TRUSTED

	}

	/** MOVED to a node that migrates the slot, which answers ASK: nothing unusual. */
	private static final int IMMEDIATE_REDIRECTIONS = 2;

	private final CommandMeans means;

	private final Counts counts;

	private final CommandArguments command;

	private final @Nullable Route route;

	private final long startedAt;

	private final long deadline;

	/** Who redirected the command where, each time. */
	private final List<String> hops = new ArrayList<>();

	private int slot;

	/** Whether a try may have been executed, of a command that is safe to repeat. */
	private boolean inDoubt;

	private int attempts;

	private int redirections;

	/** The routes when this command looked last. */
	private Routes seen;

	/** The slot's owner by them. */
	private @Nullable NodePool owner;

	private @Nullable NodePool importing;

	private @Nullable RuntimeException lastFailure;

	private boolean anyTopologyHelps;

	/**
	 * No tries yet.
	 * @param slot the slot of the command's keys, or {@link CommandPath#NO_SLOT}
	 * @param route where it goes instead of to the slot's owner, {@code null} for there
	 * @param ownTime how long the command takes by itself, in nanoseconds
	 */
	Attempts(CommandMeans means, Counts counts, CommandArguments command, int slot, @Nullable Route route,
			long startedAt, long ownTime) {
		this.means = means;
		this.counts = counts;
		this.command = command;
		this.slot = slot;
		this.route = route;
		this.seen = means.pools().routes();
		this.startedAt = startedAt;
		this.deadline = startedAt + ownTime + means.policy().budget().toNanos();
	}

	/** The tries so far count no more. */
	void beginAnew() {
		this.attempts = 0;
		this.hops.clear();
	}

	/** The next redirections are followed at once, as the first ones were. */
	void forgetRedirections() {
		this.redirections = 0;
	}

	/** The slot as far as it is known by now. */
	int slot() {
		return this.slot;
	}

	/** The slot's owner by the routes of this try. */
	@Nullable NodePool owner() {
		return this.owner;
	}

	/**
	 * A replica that fails costs one try: the slot's owner is next, and at once. What a
	 * redirection says is heard.
	 */
	Next judgeReplica(RuntimeException failure, NodePool replica) {
		if (failure instanceof JedisRedirectionException) {
			return judge(failure, replica);
		}
		Kind kind = heard(failure).kind();
		if (kind == Kind.FINAL) {
			throw failure;
		}
		if (kind == Kind.LOST) {
			lost(failure, replica);
		}
		return goOnAtOwner(replica);
	}

	/**
	 * So does one that lends no connection, for whatever reason: that it refuses the
	 * login is no reply to the command.
	 */
	Next passOver(RuntimeException refusal, NodePool replica) {
		heard(refusal);
		return goOnAtOwner(replica);
	}

	private Next goOnAtOwner(NodePool replica) {
		requireMore(replica);
		this.counts.retried();
		return Next.AT_ONCE;
	}

	/**
	 * The pool of the node that the next try goes to, {@code null} while there is none.
	 */
	@Nullable NodePool lookUpOwner() {
		Routes routes = this.means.pools().routes();
		sees(routes, owner(routes));
		return this.owner;
	}

	private @Nullable NodePool owner(Routes routes) {
		try {
			return (this.route != null) ? this.route.in(routes) : this.means.owner(routes, this.slot);
		}
		catch (NodeLeftException ex) {
			throw ended(ex);
		}
	}

	/** The next try goes by these routes. */
	void sees(Routes routes, @Nullable NodePool owner) {
		this.seen = routes;
		this.owner = owner;
	}

	private boolean isForAnybody() {
		return this.slot == CommandPath.NO_SLOT && this.route == null;
	}

	/** The node that imports the slot, if the last one asked for it. */
	@Nullable NodePool takeImporting() {
		NodePool pool = this.importing;
		this.importing = null;
		return pool;
	}

	/** Nobody serves the slot: to wait is all there is to do. */
	Next uncovered() {
		this.anyTopologyHelps = false;
		this.means.signals().doubt(Trigger.UNCOVERED_SLOT);
		if (left() <= 0 || this.means.pools().isClosed()) {
			boolean known = this.seen.topology().version() > 0;
			throw givenUp(account(known ? "nobody serves it" : "the topology is not known yet"), null);
		}
		return Next.BACKED_OFF;
	}

	/** Says what the next try must wait for, and throws when there is none. */
	Next judge(RuntimeException failure, NodePool pool) {
		Verdict verdict = heard(failure);
		if (this.route != null && failure instanceof JedisRedirectionException) {
			throw ended(failure);
		}
		// The slot's owner may be well: what ails the cluster is elsewhere.
		this.anyTopologyHelps = verdict.trigger() == Trigger.CLUSTER_DOWN;
		Next next = switch (verdict.kind()) {
			case MOVED -> moved((JedisRedirectionException) failure, pool);
			case ASK -> asked((JedisRedirectionException) failure, pool);
			case RETRY -> Next.BACKED_OFF;
			case LOST -> lost(failure, pool);
			case SUSPECTED -> suspected(failure);
			case EXHAUSTED -> throw givenUp(account(failure.getMessage()), failure);
			case FINAL -> throw ended(failure);
		};
		requireMore(pool);
		return next;
	}

	/** One try more that failed, and may tell of the topology. */
	private Verdict heard(RuntimeException failure) {
		this.attempts++;
		this.lastFailure = failure;
		Verdict verdict = Verdict.of(failure);
		if (verdict.trigger() != null) {
			this.means.signals().doubt(verdict.trigger());
		}
		return verdict;
	}

	/** After a wait; throws when the time is up. */
	void tryAgain(NodePool pool) {
		requireMore(pool);
		if (this.lastFailure != null && !(this.lastFailure instanceof JedisRedirectionException)) {
			this.counts.retried();
		}
	}

	/** Nobody believes the redirection, or it is one of many: then it waits. */
	private Next moved(JedisRedirectionException redirection, NodePool pool) {
		this.counts.redirected(Redirection.MOVED);
		learnSlot(redirection);
		HostAndPort target = this.means.target(redirection, pool);
		this.hops.add("%s to %s".formatted(pool.endpoint(), target));
		this.means.signals().moved(this.slot, target, pool.endpoint());
		if (target.equals(pool.endpoint())) {
			this.means.pools().renew(pool);
		}
		boolean believed = lookUpOwner() != pool;
		return (++this.redirections > IMMEDIATE_REDIRECTIONS || !believed) ? Next.BACKED_OFF : Next.AT_ONCE;
	}

	private Next asked(JedisRedirectionException redirection, NodePool pool) {
		this.counts.redirected(Redirection.ASK);
		learnSlot(redirection);
		HostAndPort target = this.means.target(redirection, pool);
		this.hops.add("%s to %s (ASK)".formatted(pool.endpoint(), target));
		// One slot on its way is no news; a node that nobody knows is, and so is a
		// command
		// that meets one redirection after the other.
		if (this.redirections > 0 || this.means.pools().routes().topology().nodeAt(target).isEmpty()) {
			this.means.signals().doubt(Trigger.ASK);
		}
		this.importing = this.means.pools().pool(target);
		return (++this.redirections > IMMEDIATE_REDIRECTIONS) ? Next.BACKED_OFF : Next.AT_ONCE;
	}

	/** Jedis does not know the keys of a command that the caller has put together. */
	private void learnSlot(JedisRedirectionException redirection) {
		if (this.slot == CommandPath.NO_SLOT) {
			this.slot = redirection.getSlot();
		}
	}

	/** What was not sent was no attempt. */
	private Next suspected(RuntimeException failure) {
		this.attempts--;
		if (isForAnybody()) {
			return Next.BACKED_OFF;
		}
		if (this.means.failFast()) {
			throw givenUp(account(failure.getMessage()), failure);
		}
		return Next.TRUSTED;
	}

	/** There is no place left among those who wait for the node. */
	ClusterCommandException tooManyWait() {
		return givenUp(account((this.lastFailure != null) ? this.lastFailure.getMessage() : null), this.lastFailure);
	}

	private Next lost(RuntimeException failure, NodePool pool) {
		if (Repeatable.isRepeatable(this.command, this.means.flags())) {
			return Next.BACKED_OFF;
		}
		if (this.means.policy().idempotentCommands().contains(name())) {
			this.inDoubt = true;
			return Next.BACKED_OFF;
		}
		throw maybeExecuted(account("may have been executed, its reply from %s was lost".formatted(pool.endpoint())),
				failure);
	}

	/**
	 * The last try was certainly not executed, which says nothing of those before it. The
	 * words of the failure are left out: a node can quote arguments.
	 */
	private RuntimeException ended(RuntimeException failure) {
		return this.inDoubt
				? maybeExecuted(account("an earlier try may have been executed; the cause says how the last one ended"),
						failure)
				: failure;
	}

	private ClusterCommandException givenUp(String account, @Nullable Throwable cause) {
		return this.inDoubt ? maybeExecuted(account + "; an earlier try may have been executed", cause)
				: new ClusterCommandException(account, cause);
	}

	private CommandMaybeExecutedException maybeExecuted(String account, @Nullable Throwable cause) {
		this.counts.leftInDoubt();
		return new CommandMaybeExecutedException(account, cause);
	}

	private void requireMore(NodePool pool) {
		if (this.means.pools().isClosed()) {
			throw givenUp(account("the client is closed"), this.lastFailure);
		}
		if (this.attempts >= this.means.policy().maxAttempts()
				|| this.hops.size() > this.means.policy().maxRedirections() || left() <= 0) {
			String way = this.hops.isEmpty() ? "" : ", redirected by " + String.join(", ", this.hops);
			String last = (this.lastFailure != null)
					? "last at %s: %s%s".formatted(pool.endpoint(), this.lastFailure.getMessage(), way)
					: "an earlier command of its slot took all the time";
			throw givenUp(account(last), this.lastFailure);
		}
	}

	ClusterCommandException interrupted(InterruptedException interruption) {
		return givenUp(account("interrupted"), interruption);
	}

	/** Whether nothing has happened that would end a wait early. */
	boolean isUnchanged() {
		return this.anyTopologyHelps ? isTopologyUnchanged() : isOwnerUnchanged();
	}

	/** Whether the command would still go to the same node. */
	boolean isOwnerUnchanged() {
		return isForAnybody() ? isTopologyUnchanged() : owner(this.means.pools().routes()) == this.owner;
	}

	private boolean isTopologyUnchanged() {
		return this.means.pools().routes() == this.seen;
	}

	/** When the command must have ended. */
	long deadline() {
		return this.deadline;
	}

	/** How much time is left for it. */
	long left() {
		return this.deadline - now();
	}

	/** How long it has been under way. */
	long elapsed() {
		return now() - this.startedAt;
	}

	private long now() {
		return this.means.nanoTime().getAsLong();
	}

	private String name() {
		return CommandWords.name(this.command);
	}

	/** Names the command, never its arguments. */
	private String account(@Nullable String outcome) {
		String where = (this.slot != CommandPath.NO_SLOT) ? " on slot " + this.slot : "";
		long millis = elapsed() / 1_000_000;
		return "%s%s after %d attempts in %d ms: %s".formatted(name(), where, this.attempts, millis, outcome);
	}

}
