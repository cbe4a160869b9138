package io.github.jedistopology.internal.command;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.function.BooleanSupplier;

import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.NodeSuspectedException;
import io.github.jedistopology.internal.connection.Patience;

/**
 * Sees to it that a wait at a node ends when it has no point any more: the thread was
 * interrupted, or another node owns the slot. The connection is not just closed: the node
 * is asked to end the wait ({@code CLIENT UNBLOCK}), and its reply tells whether it had
 * popped an element by then, which would be lost otherwise. Belongs to one thread.
 */
final class Vigil implements Patience {

	private final CommandMeans means;

	private final NodePool node;

	/** As the node knows the connection that waits; 0 when it did not say. */
	private final long clientId;

	private final BooleanSupplier pointless;

	private long deadline;

	private boolean ending;

	/**
	 * A wait that begins.
	 * @param means time, and whether the client is closed
	 * @param node where the command waits
	 * @param clientId of the connection on which it waits, 0 if unknown
	 * @param pointless whether the node is not the one to wait at any more
	 * @param deadline when the node must have answered
	 */
	Vigil(CommandMeans means, NodePool node, long clientId, BooleanSupplier pointless, long deadline) {
		this.means = means;
		this.node = node;
		this.clientId = clientId;
		this.pointless = pointless;
		this.deadline = deadline;
	}

	@Override
	public void check() throws IOException {
		if (this.means.pools().isClosed()) {
			this.ending = true;
			throw new SocketException("The client is closed");
		}
		if (!this.ending && (Thread.currentThread().isInterrupted() || this.pointless.getAsBoolean())) {
			this.ending = true;
			long now = now();
			this.deadline = Math.min(this.deadline - now, unblock(now)) + now;
		}
		if (this.deadline - now() <= 0) {
			throw new SocketTimeoutException("Read timed out");
		}
	}

	/** Whether the wait was to end before its time. */
	boolean isEnding() {
		return this.ending;
	}

	/**
	 * Asks the node to end the wait.
	 * @return how long to wait for what it says
	 */
	private long unblock(long now) {
		boolean interrupted = Thread.interrupted();
		long patience = this.node.replyTimeout().toNanos();
		try {
			if (this.clientId > 0) {
				Sending.send(unblocking(), Exchange.PLAIN, this.node, now, now + patience);
			}
			// By itself it answers those who wait for a slot that it has given away.
			return (this.clientId > 0 || !interrupted) ? patience : 0;
		}
		catch (NodeSuspectedException ex) {
			return 0;
		}
		catch (JedisException ex) {
			return interrupted ? 0 : patience;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private CommandObject<Long> unblocking() {
		return new CommandObject<>(new CommandArguments(Command.CLIENT).add("UNBLOCK").add(this.clientId).add("ERROR"),
				BuilderFactory.LONG);
	}

	private long now() {
		return this.means.nanoTime().getAsLong();
	}

}
