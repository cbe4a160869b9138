package io.github.jedistopology.internal.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.Trigger;

/**
 * The connections to one node. Shares nothing with the pools of other nodes. Borrowing
 * and returning take no lock: a permit bounds how many connections there are, and the
 * free ones lie on a stack, so that the surplus grows old and can be closed. Thread-safe.
 */
public final class NodePool {

	/** What a node says that has as many clients as it wants. */
	private static final String FULL = "ERR max number of clients";

	private final HostAndPort endpoint;

	private final Dialer dialer;

	private final ClusterSettings settings;

	private final LongSupplier nanoTime;

	private final long createdAt;

	private final Capacity permits;

	private final FreeConnections free;

	private final AtomicBoolean retired = new AtomicBoolean();

	private final Suspicion suspicion;

	private final OpenConnections open;

	private final DoubtListener doubts;

	/** The pool that this one lies beside, or this one itself. */
	private final NodePool main;

	/** Pools beside this one, with connections of their own to the same node. */
	private final Map<Lane, NodePool> lanes = new ConcurrentHashMap<>();

	/** What its connections are for, as messages say it. */
	private final String purpose;

	/**
	 * A pool without connections.
	 * @param doubts told when the node does not answer any more, or may not
	 */
	NodePool(HostAndPort endpoint, Dialer dialer, ClusterSettings settings, LongSupplier nanoTime,
			DoubtListener doubts) {
		this.endpoint = endpoint;
		this.dialer = dialer;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.permits = new Capacity(settings.pool().maxTotal());
		this.open = new OpenConnections(endpoint, dialer, settings.timeouts().command(), this.permits);
		this.createdAt = nanoTime.getAsLong();
		this.free = new FreeConnections(nanoTime);
		this.suspicion = new Suspicion(settings.suspicion().maxWaiting());
		this.doubts = doubts;
		this.main = this;
		this.purpose = "";
	}

	/** A pool beside another one. */
	private NodePool(NodePool main, Lane lane) {
		this.endpoint = main.endpoint;
		this.dialer = main.dialer;
		this.settings = main.settings;
		this.nanoTime = main.nanoTime;
		this.permits = new Capacity(lane.size(main.settings.pool()));
		this.open = new OpenConnections(main.endpoint, main.dialer, main.settings.timeouts().command(), this.permits);
		this.createdAt = main.nanoTime.getAsLong();
		this.free = new FreeConnections(main.nanoTime);
		this.suspicion = main.suspicion;
		this.doubts = main.doubts;
		this.main = main;
		this.purpose = lane.purpose();
	}

	/**
	 * The pool beside this one for those who hold a connection for long. It trusts the
	 * node as this one does, and ends with it.
	 * @param lane what the connections are for
	 * @return always the same
	 */
	public NodePool lane(Lane lane) {
		NodePool pool = this.lanes.computeIfAbsent(lane, (missing) -> new NodePool(this, missing));
		if (this.retired.get()) {
			pool.retire();
		}
		return pool;
	}

	/** This pool and those beside it. */
	Stream<NodePool> withLanes() {
		return Stream.concat(Stream.of(this), this.lanes.values().stream());
	}

	/** Whether blocking commands wait at the node while nobody else would miss it. */
	boolean isOnlyWaitedAt() {
		NodePool blocking = this.lanes.get(Lane.BLOCKING);
		return blocking != null && blocking.active() > 0 && active() == 0;
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
	public NodeConnection borrow(long deadline) {
		return borrow(this.nanoTime.getAsLong(), deadline);
	}

	/**
	 * The same for a caller who has just looked at the clock.
	 * @param now what it said
	 * @param deadline when to give up
	 * @return an open connection
	 */
	public NodeConnection borrow(long now, long deadline) {
		requireTrust();
		long lentAt = now;
		while (true) {
			if (mustQueue() || !this.permits.tryAcquire()) {
				awaitPermit(deadline);
				lentAt = this.nanoTime.getAsLong();
			}
			try {
				// Again: those who dialled meanwhile may have found out.
				requireTrust();
				if (this.retired.get()) {
					throw new NothingSentException("the pool of %s is retired".formatted(this.endpoint), null, null);
				}
				NodeConnection free = this.free.takeNewest();
				if (free == null) {
					free = dial(deadline);
					free.lend(this.nanoTime.getAsLong());
					return free;
				}
				if (this.free.isGood(free, lentAt)) {
					free.lend(lentAt);
					return free;
				}
				this.open.close(free);
			}
			catch (RuntimeException | Error ex) {
				this.permits.release();
				throw ex;
			}
			// Back into the queue: only a few at a time may dial a replacement for the
			// connection that was just closed.
			this.permits.release();
		}
	}

	/**
	 * The same for the background, which leaves a dial all the time that it may take: a
	 * node that does not answer is suspected afterwards.
	 */
	NodeConnection borrowPatiently() {
		long now = this.nanoTime.getAsLong();
		return borrow(now, now + 2 * this.settings.timeouts().connect().toNanos());
	}

	/**
	 * Takes a connection that is free, without a wait or a dial. For a caller that holds
	 * connections to other nodes: while it waited for this node, nobody could use those.
	 * @param now what the clock says
	 * @return an open connection, or {@code null} if there is none at the moment
	 */
	public @Nullable NodeConnection tryBorrow(long now) {
		if (isSuspected() || this.permits.hasQueuedThreads() || !this.permits.tryAcquire()) {
			return null;
		}
		NodeConnection free = this.retired.get() ? null : this.free.takeNewest();
		if (free != null && this.free.isGood(free, now)) {
			free.lend(now);
			return free;
		}
		if (free != null) {
			this.open.close(free);
		}
		this.permits.release();
		return null;
	}

	private void requireTrust() {
		if (isSuspected()) {
			// Virtual threads that fail and try again at once would never let others run.
			Thread.yield();
			throw new NodeSuspectedException(
					"%s does not answer: %s".formatted(this.endpoint, this.suspicion.reason()));
		}
	}

	/**
	 * To overtake those who wait saves time: no connection lies idle while a thread wakes
	 * up. But a virtual thread that runs is not interrupted, and would do so for ever.
	 */
	private boolean mustQueue() {
		return this.permits.hasQueuedThreads() && VirtualThreads.isCurrentVirtual();
	}

	private void awaitPermit(long deadline) {
		long wait = Math.min(this.settings.pool().maxWait().toNanos(), deadline - this.nanoTime.getAsLong());
		try {
			if (!this.permits.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
				throw noneFree();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NothingSentException("interrupted while waiting for a connection to " + this.endpoint, null, ex);
		}
	}

	private NothingSentException noneFree() {
		return this.permits.isExhausted()
				? new PoolExhaustedException("all %d connections%s to %s are in use".formatted(this.open.count(),
						this.purpose, this.endpoint))
				: new NothingSentException(
						"no connection to %s was free, or could be opened, in time".formatted(this.endpoint), null,
						null);
	}

	/**
	 * Opens the first connection before a command needs it. If that fails, the command
	 * that needs it will be told why.
	 */
	void warm() {
		try {
			if (this.open.isEmpty()) {
				giveBack(borrowPatiently());
			}
		}
		catch (RuntimeException ex) {
			// A node that does not answer is suspected by now, as after any dial.
		}
	}

	private NodeConnection dial(long deadline) {
		Duration left = Duration.ofNanos(deadline - this.nanoTime.getAsLong());
		Duration connect = this.settings.timeouts().connect();
		try {
			return this.open.dial((left.compareTo(connect) < 0) ? left : connect);
		}
		catch (SupplierFailedException ex) {
			throw new NothingSentException("%s: %s".formatted(this.endpoint, ex.getMessage()), null, ex);
		}
		catch (JedisDataException ex) {
			if (!isFull(ex)) {
				throw ex;
			}
			throw dialFailed(new JedisConnectionException(ex.getMessage(), ex), left);
		}
		catch (JedisConnectionException ex) {
			throw dialFailed(ex, left);
		}
	}

	/** Whether those who are connected to the node go on, and more are not let in. */
	private boolean isFull(JedisDataException refusal) {
		return String.valueOf(refusal.getMessage()).startsWith(FULL) && this.main.hasOpen();
	}

	/** A dial that the deadline or an interrupt cut short says nothing about the node. */
	private NothingSentException dialFailed(JedisConnectionException failure, Duration granted) {
		this.free.doubt();
		if (granted.compareTo(this.settings.timeouts().connect()) >= 0 && !Thread.currentThread().isInterrupted()) {
			questionNode(failure);
		}
		return nothingSent(failure);
	}

	/**
	 * A node with open connections may be well: it may have as many clients as it wants,
	 * or its certificate may not be liked any more. That its name does not resolve says
	 * nothing about it at all. While it is asked, and for a moment after it has answered,
	 * nobody dials in this one's place: who needs a connection waits for one that is
	 * open.
	 */
	private void questionNode(JedisConnectionException failure) {
		if (!this.main.hasOpen()) {
			suspect(Failures.describe(failure));
		}
		else if (Failures.trigger(failure) != Trigger.UNKNOWN_HOST) {
			if (this.open.hasUsable()) {
				this.permits.withholdDial();
			}
			this.doubts.dialFailed(this.main, Failures.describe(failure));
		}
	}

	/** Whether there is a connection to the node that is not known to be broken. */
	boolean hasOpen() {
		return withLanes().anyMatch((pool) -> pool.open.hasUsable());
	}

	/** Lets as many dial again as did before the last dials failed. */
	void dialAgain() {
		withLanes().forEach((pool) -> pool.permits.returnDials());
	}

	/**
	 * Begins a try of a command, as soon as its connection was lent. It ends with the
	 * command's time-out or at its deadline, whichever comes first, even if the reply
	 * comes byte by byte.
	 * @param connection what {@link #borrow} gave
	 * @param deadline when the command must have ended
	 * @param blocking whether the command waits on purpose, for as long as it likes
	 */
	public void begin(NodeConnection connection, long deadline, boolean blocking) {
		// The clock is not asked again.
		begin(connection, connection.lentAt(), deadline, blocking);
	}

	/**
	 * Begins an exchange of many replies, on a connection that was lent a while ago. It
	 * goes on for as long as they come: {@linkplain NodeConnection#replied() each one},
	 * and each piece of a large one, gives the next as much time as there was for the
	 * first.
	 * @param connection what {@link #borrow} gave
	 * @param now what the clock says
	 * @param deadline when the first reply must have come
	 */
	public void beginMany(NodeConnection connection, long now, long deadline) {
		begin(connection, now, deadline, false);
		connection.expectMuch();
	}

	/** The same for a caller who has looked at the clock since. */
	void begin(NodeConnection connection, long now, long deadline, boolean blocking) {
		connection.begin(now, now + Math.min(deadline - now, this.settings.timeouts().command().toNanos()), blocking);
	}

	/**
	 * Makes a connection that was kept after its last exchange ready for the next one.
	 * @param connection what {@link #borrow} gave
	 * @throws NothingSentException if it is of no use any more
	 */
	public void lendAgain(NodeConnection connection) {
		if (!connection.isOpen()) {
			throw new NothingSentException("the connection to %s is closed".formatted(this.endpoint), null, null);
		}
		connection.lend(this.nanoTime.getAsLong());
	}

	/**
	 * How long the node may take to answer.
	 * @return the time-out of commands
	 */
	public Duration replyTimeout() {
		return this.settings.timeouts().command();
	}

	/**
	 * Ends a try of a command.
	 * @param connection what {@link #borrow} gave
	 * @param replied whether the node answered, if only with an error
	 */
	public void end(NodeConnection connection, boolean replied) {
		endOfQuestion(connection, replied);
		if (!replied && this.suspicion.failed()) {
			this.doubts.suspected(this.main);
		}
	}

	/** Ends an exchange whose failure says nothing by itself. */
	void endOfQuestion(NodeConnection connection, boolean replied) {
		connection.end();
		if (replied) {
			this.suspicion.replied();
		}
	}

	/**
	 * Whether the node does not answer at present.
	 * @return whether it lends nothing, for the time being
	 */
	public boolean isSuspected() {
		return this.suspicion.isSuspected() && !this.retired.get();
	}

	/**
	 * Asks for a place among those who wait for the node.
	 * @return whether one more may wait; if so, {@link #leave()} must follow
	 */
	public boolean join() {
		return this.suspicion.join();
	}

	/**
	 * Gives the place back.
	 */
	public void leave() {
		this.suspicion.leave();
	}

	/** Stops lending until {@link #trust()}. */
	void suspect(String reason) {
		if (this.suspicion.suspect(reason)) {
			this.doubts.suspected(this.main);
		}
	}

	/** From now on a reply is wanted, as if a command had had none. */
	void question() {
		this.suspicion.question();
	}

	/** A reply has come on a connection that is none of the pool's. */
	void answered() {
		this.suspicion.replied();
	}

	/** Whether no reply has come since. */
	boolean isUnanswered() {
		return this.suspicion.isUnanswered();
	}

	/** Lends again; whether it did not so far. */
	boolean trust() {
		return this.suspicion.trust();
	}

	/**
	 * Has the connections that are free looked at before they are lent, however short the
	 * time since they were used.
	 */
	public void doubtFree() {
		this.free.doubt();
	}

	/** Whether there has been no time for its connections to become out of date. */
	boolean isNew() {
		return this.nanoTime.getAsLong() - this.createdAt < FreeConnections.TRUSTED_NANOS;
	}

	/**
	 * Whether the pool lends nothing any more: the node is gone, or serves no slots.
	 * @return whether it is drained
	 */
	public boolean isRetired() {
		return this.retired.get();
	}

	/** Whether a command has had no reply for longer than a node may be silent. */
	boolean isSilent() {
		return this.open.isOverdue(this.nanoTime.getAsLong(), this.settings.suspicion().silence());
	}

	/** Whether a server at one of its addresses said that it cannot serve the slots. */
	boolean isDoubtful() {
		return this.open.isDoubtful();
	}

	/** Gives up what leads to doubtful addresses where the node does not live. */
	void settle(Collection<InetAddress> addresses) {
		this.open.settle(addresses);
	}

	/** Ends what is under way. */
	void abort() {
		this.open.abort();
	}

	/**
	 * What it means that a connection failed before anything was sent on it.
	 * @param failure how it failed
	 * @return the exception to throw
	 */
	public NothingSentException nothingSent(JedisConnectionException failure) {
		return new NothingSentException("%s: %s".formatted(this.endpoint, Failures.describe(failure)),
				Failures.trigger(failure), failure);
	}

	/**
	 * Gives a borrowed connection back. One that is broken, or whose pool has been
	 * retired, is closed.
	 * @param connection what {@link #borrow} gave
	 */
	public void giveBack(NodeConnection connection) {
		if (!connection.isUsable()) {
			this.free.doubt();
			this.open.close(connection);
		}
		else if (this.retired.get()) {
			this.open.close(connection);
		}
		else {
			this.free.put(connection);
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
			this.permits.admitEverybody();
		}
		this.lanes.values().forEach(NodePool::retire);
	}

	/** Closes the connections that nobody uses. */
	void closeIdle() {
		this.free.drainTo(this.open::close);
	}

	/** Closes the connections that nobody has used for longer than allowed. */
	void closeOld() {
		unusedFor(this.settings.pool().maxIdleTime()).forEach(this::closeSpare);
	}

	/**
	 * Replaces all connections: those that are free at once, the others when they come
	 * back. If all were free, one is opened ahead.
	 */
	void renew() {
		this.lanes.values().forEach(NodePool::renew);
		this.open.giveUp();
		List<NodeConnection> free = free();
		free.forEach(this::closeSpare);
		if (!free.isEmpty()) {
			warm();
		}
	}

	private void closeSpare(NodeConnection free) {
		if (takeSpare(free)) {
			this.open.close(free);
			this.permits.release();
		}
	}

	/** The connections that nobody has used for longer than given, the oldest last. */
	List<NodeConnection> unusedFor(Duration limit) {
		return this.free.unusedFor(limit);
	}

	/** The connections that nobody uses, the newest first. */
	List<NodeConnection> free() {
		return this.free.list();
	}

	/** Takes a free connection from nobody who needs one; it must be put back. */
	boolean takeSpare(NodeConnection free) {
		if (this.permits.hasQueuedThreads() || !this.permits.tryAcquire()) {
			return false;
		}
		boolean taken = this.free.take(free);
		if (!taken) {
			this.permits.release();
		}
		return taken;
	}

	/** As if it had not been taken, unless it is broken or the pool has been retired. */
	void putBack(NodeConnection taken) {
		if (this.retired.get() || !taken.isUsable()) {
			giveBack(taken);
			return;
		}
		this.free.putOldest(taken);
		if (this.retired.get()) {
			closeIdle();
		}
		this.permits.release();
	}

	/**
	 * How many connections are lent or being opened.
	 * @return 0 to the pool's maximum
	 */
	public int active() {
		return this.permits.held();
	}

	/**
	 * How many connections are open and free.
	 * @return 0 to the pool's maximum
	 */
	public int idle() {
		return this.free.count();
	}

	/**
	 * How many threads wait for a connection.
	 * @return an estimate
	 */
	public int waiting() {
		return this.permits.getQueueLength();
	}

	/** What can be seen of it and of the pools beside it. */
	Stream<PoolState> states(PoolUse use) {
		return Stream.concat(Stream.of(state(use)),
				this.lanes.entrySet().stream().map((lane) -> lane.getValue().state(lane.getKey().use())));
	}

	private PoolState state(PoolUse use) {
		return new PoolState(this.endpoint, use, active(), idle(), waiting(),
				isSuspected() ? this.suspicion.reason() : null);
	}

}
