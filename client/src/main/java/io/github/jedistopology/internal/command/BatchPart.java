package io.github.jedistopology.internal.command;

import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * The part of a {@link Batch} that goes to one node: over one connection, a window at a
 * time. The replies to a window are read before the next one is sent, so that neither
 * side has to buffer more than a window, and nothing beyond it is in doubt when the
 * connection is lost. Belongs to one thread.
 */
final class BatchPart {

	private static final int WINDOW_COMMANDS = 512;

	private static final int WINDOW_BYTES = 256 * 1024;

	private final CommandMeans means;

	private final NodePool pool;

	private final Routes routes;

	/** The slots whose commands have to wait, so that none overtakes another. */
	private final Set<Integer> held;

	private final Deque<BatchEntry> waiting = new ArrayDeque<>();

	private final Deque<BatchEntry> window = new ArrayDeque<>();

	private @Nullable NodeConnection connection;

	/** When the window was sent. */
	private long startedAt;

	BatchPart(CommandMeans means, NodePool pool, Routes routes, Set<Integer> held) {
		this.means = means;
		this.pool = pool;
		this.routes = routes;
		this.held = held;
	}

	void add(BatchEntry entry) {
		this.waiting.add(entry);
	}

	/** Begins if there is a free connection. */
	boolean tryOpen() {
		this.connection = this.pool.tryBorrow(now());
		return this.connection != null;
	}

	/** Has a first connection opened on another thread, if there is none. */
	void dialAhead() {
		this.means.pools().dialAhead(this.pool);
	}

	/** Waits for a connection, or opens one. */
	boolean open() {
		this.startedAt = now();
		try {
			long left = this.waiting.stream().mapToLong(BatchEntry::left).max().orElse(0);
			this.connection = this.pool.borrow(this.startedAt, this.startedAt + left);
			return true;
		}
		catch (RuntimeException ex) {
			this.waiting.forEach((entry) -> {
				entry.refused(ex, this.pool, this.routes, this.startedAt);
				hold(entry);
			});
			return false;
		}
	}

	/** Whether there was anything left to send. */
	boolean send() {
		NodeConnection connection = this.connection;
		if (connection == null) {
			return false;
		}
		this.startedAt = now();
		fillWindow();
		if (this.window.isEmpty()) {
			this.pool.giveBack(connection);
			this.connection = null;
			return false;
		}
		long left = this.window.stream().mapToLong(BatchEntry::left).max().orElse(0);
		this.pool.beginMany(connection, this.startedAt, this.startedAt + left);
		try {
			this.window.forEach((entry) -> send(entry, connection.jedis()));
			// Flushes.
			connection.jedis().getMany(0);
			return true;
		}
		catch (RuntimeException ex) {
			lose(connection, ex, false);
			return false;
		}
	}

	private void fillWindow() {
		WindowOrder order = new WindowOrder(this.means.flags());
		Deque<BatchEntry> later = new ArrayDeque<>();
		long bytes = 0;
		while (!this.waiting.isEmpty() && this.window.size() < WINDOW_COMMANDS && later.size() < WINDOW_COMMANDS
				&& bytes < WINDOW_BYTES) {
			BatchEntry entry = this.waiting.remove();
			if (this.held.contains(entry.slot())) {
				entry.heldUp(this.routes, this.startedAt);
			}
			else if (entry.left() <= 0) {
				// Sent now, it would be given up before the node could answer.
				entry.waited();
			}
			else if (order.admits(entry.slot(), entry.arguments())) {
				this.window.add(entry);
				bytes += entry.length();
			}
			else {
				later.push(entry);
			}
		}
		later.forEach(this.waiting::addFirst);
	}

	private static void send(BatchEntry entry, Connection connection) {
		if (entry.isAsking()) {
			connection.sendCommand(Command.ASKING);
		}
		connection.sendCommand(entry.arguments());
	}

	/** Whether there is something to read, or will not be any more. */
	boolean awaitReply(int millis) {
		return this.connection != null && this.connection.awaitInput(millis);
	}

	/** Reads the replies to the window. */
	void receive() {
		NodeConnection connection = this.connection;
		if (connection == null) {
			return;
		}
		try {
			for (Iterator<BatchEntry> entries = this.window.iterator(); entries.hasNext();) {
				BatchEntry entry = entries.next();
				Object reply = reply(entry, connection.jedis());
				connection.replied();
				entries.remove();
				if (reply instanceof JedisDataException error) {
					Sending.heard(error, connection);
					failed(entry, error);
				}
				else {
					entry.replied(reply);
				}
			}
			this.pool.end(connection, true);
		}
		catch (RuntimeException ex) {
			lose(connection, ex, isAwaited(ex));
		}
	}

	private static @Nullable Object reply(BatchEntry entry, Connection connection) {
		if (entry.isAsking()) {
			read(connection);
		}
		return read(connection);
	}

	private static @Nullable Object read(Connection connection) {
		try {
			return connection.getUnflushedObject();
		}
		catch (JedisDataException ex) {
			return ex;
		}
	}

	/**
	 * Whether the next reply is late because its command waits on purpose: that says
	 * nothing of the node.
	 */
	private boolean isAwaited(RuntimeException failure) {
		BatchEntry next = this.window.peek();
		return failure.getCause() instanceof SocketTimeoutException && next != null
				&& WaitingCommands.isIn(next.arguments());
	}

	/** Whatever it was, nobody knows what the next reply would belong to. */
	private void lose(NodeConnection connection, RuntimeException failure, boolean awaited) {
		JedisConnectionException loss = (failure instanceof JedisConnectionException ex) ? ex
				: new JedisConnectionException(failure);
		boolean written = connection.isWritten();
		release(connection, !written || awaited);
		JedisConnectionException verdict = written ? loss : this.pool.nothingSent(loss);
		this.window.forEach((entry) -> failed(entry, verdict));
		this.window.clear();
		this.waiting.forEach((entry) -> entry.heldUp(this.routes, this.startedAt));
	}

	private void failed(BatchEntry entry, RuntimeException failure) {
		entry.failed(failure, this.pool, this.routes, this.startedAt);
		hold(entry);
	}

	/** Those behind it wait until it is done. */
	private void hold(BatchEntry entry) {
		if (!entry.isDone()) {
			this.held.add(entry.slot());
		}
	}

	/** After an error that nobody expects. */
	void abandon() {
		if (this.connection != null) {
			release(this.connection, true);
		}
	}

	private void release(NodeConnection connection, boolean replied) {
		this.connection = null;
		connection.jedis().setBroken();
		this.pool.end(connection, replied);
		this.pool.giveBack(connection);
	}

	private long now() {
		return this.means.nanoTime().getAsLong();
	}

}
