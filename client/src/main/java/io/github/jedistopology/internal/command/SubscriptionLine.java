package io.github.jedistopology.internal.command;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.internal.connection.Lane;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Patience;

/**
 * A subscription's connection to one node. One thread reads; whoever writes holds the
 * lock. While nothing comes, the reader asks the node now and then whether it is there.
 */
final class SubscriptionLine implements Patience {

	/** Behind a firewall that forgets connections, this is often enough, too. */
	private static final long SILENCE = TimeUnit.SECONDS.toNanos(5);

	private static final long SILENCE_OF_A_SUSPECT = TimeUnit.SECONDS.toNanos(1);

	private static final byte[] QUESTION = SafeEncoder.encode("jedis-topology");

	private final CommandMeans means;

	private final NodePool node;

	private final NodeConnection connection;

	private final Lock lock;

	private final Predicate<NodePool> misplaced;

	private long heardAt;

	/** What came while the node confirmed the channels. */
	private final Queue<Object> heard = new ArrayDeque<>();

	private boolean asked;

	private long askedAt;

	/**
	 * Connects.
	 * @param means time, and whether the client is closed
	 * @param node the node to connect to
	 * @param lock held by those who write
	 * @param misplaced whether a node is not the one to listen to any more
	 */
	SubscriptionLine(CommandMeans means, NodePool node, Lock lock, Predicate<NodePool> misplaced) {
		this.means = means;
		this.node = node;
		this.lock = lock;
		this.misplaced = misplaced;
		this.heardAt = now();
		this.connection = node.lane(Lane.SUBSCRIPTIONS).borrow(this.heardAt + means.policy().budget().toNanos());
	}

	/**
	 * Subscribes to all of it, as a command does: under a deadline, which is put off with
	 * each channel that the node confirms. From then on the reader may take its time.
	 */
	void subscribe(List<CommandArguments> subscriptions) {
		NodePool pool = this.node.lane(Lane.SUBSCRIPTIONS);
		boolean replied = true;
		try {
			pool.begin(this.connection, now() + this.means.policy().budget().toNanos(), false);
			subscriptions.forEach(this::write);
			awaitConfirmations(subscriptions.stream().mapToInt((subscription) -> subscription.size() - 1).sum());
		}
		catch (JedisConnectionException ex) {
			replied = !this.connection.isWritten();
			throw ex;
		}
		finally {
			pool.end(this.connection, replied);
		}
		this.connection.await(this);
		this.connection.jedis().setTimeoutInfinite();
	}

	/** Messages may come between them; what is none, the subscriber will find out. */
	private void awaitConfirmations(int channels) {
		int left = channels;
		while (left > 0) {
			Object message = this.connection.jedis().getUnflushedObject();
			this.heard.add(message);
			if (!(message instanceof List<?> words)) {
				break;
			}
			if (Interests.isConfirmation(words)) {
				this.connection.replied();
				left--;
			}
		}
		this.heardAt = now();
	}

	NodePool node() {
		return this.node;
	}

	void write(CommandArguments arguments) {
		this.connection.jedis().sendCommand(arguments);
		// Nothing is read; there is no other way to flush.
		this.connection.jedis().getMany(0);
	}

	/** The next message, however long it takes to come. */
	Object read() {
		Object first = this.heard.poll();
		if (first != null) {
			return first;
		}
		while (true) {
			Object message = this.connection.jedis().getUnflushedObject();
			this.heardAt = now();
			this.asked = false;
			if (!isAnswer(message)) {
				return message;
			}
		}
	}

	/**
	 * The reply to a PING: a pair, or in RESP3 and with no channel left its text alone.
	 */
	private static boolean isAnswer(Object message) {
		Object last = (message instanceof List<?> words && words.size() == 2) ? words.get(1) : message;
		return last instanceof byte[] word && Arrays.equals(word, QUESTION);
	}

	@Override
	public void check() throws IOException {
		if (this.means.pools().isClosed() || Thread.currentThread().isInterrupted()) {
			throw new SocketException("The subscriber leaves");
		}
		if (this.misplaced.test(this.node)) {
			throw new SocketException("%s is not the node to listen to any more".formatted(this.node.endpoint()));
		}
		long now = now();
		if (!this.asked && now - this.heardAt > (this.node.isSuspected() ? SILENCE_OF_A_SUSPECT : SILENCE)) {
			ask(now);
		}
		if (this.asked && now - this.askedAt > this.node.replyTimeout().toNanos()) {
			throw new SocketTimeoutException("No answer to a PING");
		}
	}

	/**
	 * Another thread that holds the lock for long is stuck in a write, since the node
	 * does not read. Then the question is not sent, and its answer is missed all the
	 * same.
	 */
	private void ask(long now) {
		this.asked = true;
		this.askedAt = now;
		if (this.lock.tryLock()) {
			try {
				write(new CommandArguments(Command.PING).add(QUESTION));
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/** Nothing else can use the connection; a thread that writes on it just now fails. */
	void close() {
		this.connection.abort();
		this.node.lane(Lane.SUBSCRIPTIONS).giveBack(this.connection);
	}

	private long now() {
		return this.means.nanoTime().getAsLong();
	}

}
