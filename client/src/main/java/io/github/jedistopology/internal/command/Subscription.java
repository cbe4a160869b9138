package io.github.jedistopology.internal.command;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.Redirection;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.NodePool;

/**
 * A subscription that outlives its node: when the connection is lost, the node removed,
 * or the slot of its shard channels moved, it is set up again elsewhere. What was
 * published in between is lost, as Redis keeps nothing; the subscriber hears of the gap,
 * since each of its channels is confirmed to it once more.
 * <p>
 * The first connection has the policy's budget. From then on the subscription is tried
 * until the subscriber leaves, its thread is interrupted, or the client is closed. One
 * thread reads; any may send.
 */
public final class Subscription implements AutoCloseable {

	private final CommandMeans means;

	private final Counts counts;

	private final int slot;

	private final SubscriptionPlace place;

	private final SubscriptionOutage outage;

	/** Held to write, and for what the subscriber wants. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Interests interests = new Interests();

	private @Nullable SubscriptionLine line;

	/** What the reader gets before anything else. */
	private final Queue<Object> inbox = new ArrayDeque<>();

	Subscription(CommandMeans means, Counts counts, int slot) {
		this.means = means;
		this.counts = counts;
		this.slot = slot;
		this.place = new SubscriptionPlace(means, slot);
		this.outage = new SubscriptionOutage(means, counts);
	}

	/**
	 * Sends what a subscriber has to say; before there is a connection, and while it is
	 * lost, it is taken note of.
	 * @param arguments a command that subscribes, unsubscribes, or anything else
	 * @throws IllegalArgumentException if it subscribes to nothing, or to a shard channel
	 * of another slot
	 */
	public void send(CommandArguments arguments) {
		check(arguments);
		this.lock.lock();
		try {
			this.interests.note(arguments);
			if (this.line != null) {
				this.line.write(arguments);
			}
		}
		catch (RuntimeException ex) {
			// The reader finds out, and subscribes anew.
		}
		finally {
			this.lock.unlock();
		}
	}

	private void check(CommandArguments arguments) {
		Object command = arguments.getCommand();
		boolean sharded = command == Command.SSUBSCRIBE;
		if (arguments.size() == 1 && (sharded || command == Command.SUBSCRIBE || command == Command.PSUBSCRIBE)) {
			throw new IllegalArgumentException(command + " has no channel: expected at least one");
		}
		for (int i = 1; sharded && i < arguments.size(); i++) {
			int other = JedisClusterCRC16.getSlot(arguments.get(i).getRaw());
			if (other != this.slot) {
				throw new IllegalArgumentException(
						"A shard channel is of slot %d: expected slot %d, that of the first channel; others need a subscription of their own"
							.formatted(other, this.slot));
			}
		}
	}

	/**
	 * The next message, however long it takes to come.
	 * @return the message in the form that Redis has sent it
	 * @throws ClusterCommandException if there was no connection to be had in the budget,
	 * the thread was interrupted, or the client is closed
	 * @throws redis.clients.jedis.exceptions.JedisDataException if a node refuses
	 */
	public Object next() {
		while (true) {
			Object first = this.inbox.poll();
			if (first != null) {
				return first;
			}
			SubscriptionLine current = this.line;
			if (current == null) {
				connect();
				continue;
			}
			try {
				Object message = current.read();
				if (!isEndedBy(message)) {
					this.outage.end(current.node());
					return message;
				}
				drop();
				// A primary that was demoted would accept it again, and hear nothing.
				this.means.signals().doubt(Trigger.MOVED);
				this.outage.awaitSuccessor(() -> this.place.isStill(current.node()));
			}
			catch (RuntimeException ex) {
				failed(ex, current.node());
			}
		}
	}

	private boolean isEndedBy(Object message) {
		this.lock.lock();
		try {
			return message instanceof List<?> words && this.interests.isEndedBy(words);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void connect() {
		if (isLeft()) {
			return;
		}
		NodePool node = this.place.choose();
		if (node == null) {
			this.means.signals().doubt(Trigger.UNCOVERED_SLOT);
			goOn("nobody serves it", null, null, false);
			return;
		}
		try {
			subscribe(new SubscriptionLine(this.means, node, this.lock, this.place::isNot));
		}
		catch (RuntimeException ex) {
			failed(ex, node);
		}
	}

	/** Whether there is something to tell the subscriber who has left something. */
	private boolean isLeft() {
		this.lock.lock();
		try {
			this.inbox.addAll(this.interests.farewells());
			if (this.inbox.isEmpty() && this.interests.size() == 0) {
				throw new IllegalStateException("Nothing is subscribed to");
			}
			return !this.inbox.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void subscribe(SubscriptionLine opened) {
		this.lock.lock();
		try {
			this.line = opened;
			this.inbox.addAll(this.interests.farewells());
			opened.subscribe(this.interests.subscriptions());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns when it may be tried again, and throws when it may not. */
	private void failed(RuntimeException failure, NodePool node) {
		drop();
		Verdict verdict = Verdict.of(failure);
		if (verdict.trigger() != null) {
			this.means.signals().doubt(verdict.trigger());
		}
		if (verdict.kind() == Verdict.Kind.FINAL) {
			throw failure;
		}
		boolean moved = verdict.kind() == Verdict.Kind.MOVED;
		if (moved) {
			this.counts.redirected(Redirection.MOVED);
			this.place.learn((JedisRedirectionException) failure, node);
		}
		goOn(String.valueOf(failure.getMessage()), failure, node, moved);
	}

	private void goOn(String reason, @Nullable RuntimeException failure, @Nullable NodePool node, boolean moved) {
		this.outage.goOn(reason, failure, moved, () -> this.place.isStill(node));
	}

	/** Closes the connection, if there is one. */
	private void drop() {
		SubscriptionLine lost = this.line;
		if (lost != null) {
			// First, since who holds the lock may be stuck in it.
			lost.close();
			this.lock.lock();
			this.line = null;
			this.lock.unlock();
		}
	}

	/**
	 * Ends it; what is not read by then is lost.
	 */
	@Override
	public void close() {
		drop();
	}

}
