package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
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
 * The tries of one command whose first one failed, or that is not like most. Belongs to
 * one thread. A command by itself {@linkplain #begin() is carried out} here; one of a
 * {@link Batch} is only {@linkplain #judge judged} here.
 *
 * @param <T> the type of the reply
 */
class Attempts<T> {

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

	private final Errand<T> errand;

	private final long startedAt;

	private final long deadline;

	/** Who redirected the command where, each time. */
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

	private @Nullable RuntimeException lastFailure;

	private boolean anyTopologyHelps;

	/**
	 * No tries yet.
	 * @param ownTime how long the command takes by itself, in nanoseconds
	 */
	Attempts(CommandMeans means, Counts counts, Errand<T> errand, Routes seen, long startedAt, long ownTime) {
		this.means = means;
		this.counts = counts;
		this.errand = errand;
		this.slot = errand.slot();
		this.seen = seen;
		this.startedAt = startedAt;
		this.deadline = startedAt + ownTime + means.policy().budget().toNanos();
	}

	@Nullable T begin() {
		while (true) {
			NodePool target = takeImporting();
			NodePool pool = (target != null) ? target : awaitOwner();
			try {
				return send(pool, target != null, now(), this.deadline);
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
	 * @param now what the clock says
	 * @param deadline when the command must have ended
	 * @return the reply
	 */
	@Nullable T send(NodePool pool, boolean asking, long now, long deadline) {
		return Sending.send(this.errand.command(), asking ? Exchange.ASKING : this.errand.exchange(), pool, now,
				deadline);
	}

	/** The tries so far count no more. */
	final void beginAnew() {
		this.attempts = 0;
		this.hops.clear();
	}

	/** What happens next has nothing to do with what was before. */
	final void calmDown() {
		this.redirections = 0;
		this.waits = 0;
	}

	/** The slot as far as it is known by now. */
	final int slot() {
		return this.slot;
	}

	/** The slot's owner by the routes of this try. */
	final @Nullable NodePool owner() {
		return this.owner;
	}

	@Nullable T continueAfter(RuntimeException failure, NodePool pool) {
		this.owner = pool;
		failed(failure, pool);
		return begin();
	}

	@Nullable T continueAfterReplica(RuntimeException failure, NodePool replica) {
		if (failure instanceof JedisRedirectionException) {
			return continueAfter(failure, replica);
		}
		judgeReplica(failure, replica);
		return begin();
	}

	@Nullable T continueWithoutReplica(RuntimeException refusal, NodePool replica) {
		passOver(refusal, replica);
		return begin();
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

	/** Waits while the slot is uncovered. */
	private NodePool awaitOwner() {
		while (true) {
			NodePool pool = lookUpOwner();
			if (pool != null) {
				return pool;
			}
			uncovered();
			backOff();
		}
	}

	private @Nullable NodePool lookUpOwner() {
		Routes routes = this.means.pools().routes();
		sees(routes, owner(routes));
		return this.owner;
	}

	private @Nullable NodePool owner(Routes routes) {
		Route route = this.errand.route();
		try {
			return (route != null) ? route.in(routes) : this.means.owner(routes, this.slot);
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
		return this.slot == CommandPath.NO_SLOT && this.errand.route() == null;
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

	/** Returns when the command may be tried again, and throws when it may not. */
	private void failed(RuntimeException failure, NodePool pool) {
		switch (judge(failure, pool)) {
			case AT_ONCE -> {
			}
			case BACKED_OFF -> backOff();
			case TRUSTED -> awaitTrust(pool);
		}
		tryAgain(pool);
	}

	/** Says what the next try must wait for, and throws when there is none. */
	Next judge(RuntimeException failure, NodePool pool) {
		Verdict verdict = heard(failure);
		if (this.errand.route() != null && failure instanceof JedisRedirectionException) {
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
		if (this.means.pools().routes().topology().nodeAt(target).isEmpty()) {
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

	/** Waits for the node or its successor, without holding anything. */
	private void awaitTrust(NodePool pool) {
		if (!pool.join()) {
			throw tooManyWait();
		}
		try {
			await(() -> pool.isSuspected() && isOwnerUnchanged(), left());
		}
		finally {
			pool.leave();
		}
	}

	/** There is no place left among those who wait for the node. */
	ClusterCommandException tooManyWait() {
		return givenUp(account((this.lastFailure != null) ? this.lastFailure.getMessage() : null), this.lastFailure);
	}

	private Next lost(RuntimeException failure, NodePool pool) {
		if (Repeatable.isRepeatable(this.errand.command().getArguments(), this.means.flags())) {
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

	/** The wait before the next try; a change of the topology ends it early. */
	private void backOff() {
		this.waits++;
		long backoff = this.means.policy().backoff(this.waits, this.means.random()).toNanos();
		await(this::isUnchanged, Math.min(backoff, left()));
	}

	private void await(BooleanSupplier awaiting, long nanos) {
		try {
			this.means.pools().awaitWhile(awaiting, Duration.ofNanos(nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted(ex);
		}
	}

	ClusterCommandException interrupted(InterruptedException interruption) {
		return givenUp(account("interrupted"), interruption);
	}

	/** Whether nothing has happened that would end a wait early. */
	boolean isUnchanged() {
		return this.anyTopologyHelps ? isTopologyUnchanged() : isOwnerUnchanged();
	}

	private boolean isOwnerUnchanged() {
		if (isForAnybody()) {
			return isTopologyUnchanged();
		}
		return owner(this.means.pools().routes()) == this.owner;
	}

	private boolean isTopologyUnchanged() {
		return this.means.pools().routes() == this.seen;
	}

	final long now() {
		return this.means.nanoTime().getAsLong();
	}

	long left() {
		return this.deadline - now();
	}

	private String name() {
		return Repeatable.name(this.errand.command().getArguments());
	}

	/** Names the command, never its arguments. */
	private String account(@Nullable String outcome) {
		String where = (this.slot != CommandPath.NO_SLOT) ? " on slot " + this.slot : "";
		long millis = (now() - this.startedAt) / 1_000_000;
		return "%s%s after %d attempts in %d ms: %s".formatted(name(), where, this.attempts, millis, outcome);
	}

}
