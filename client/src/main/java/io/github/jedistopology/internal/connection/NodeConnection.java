package io.github.jedistopology.internal.connection;

import java.io.IOException;
import java.net.InetAddress;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.util.IOUtils;

/**
 * One connection to a node, with the socket underneath. Used by one thread at a time, but
 * for {@link #close()}.
 */
public final class NodeConnection {

	private final Connection jedis;

	private final WatchedSocket socket;

	/** When it was lent last. */
	private volatile long lentAt;

	/** When the exchange that is under way began; 0 while there is none. */
	private volatile long busySince;

	/** How much time the exchange has for a reply. */
	private long replyTime;

	/** Whether the server there said that it cannot serve the node's slots. */
	private volatile boolean doubted;

	/** Whether it is to be closed as soon as nobody uses it. */
	private volatile boolean givenUp;

	/**
	 * A connection.
	 * @param jedis open and logged in
	 * @param socket the socket that it has underneath
	 */
	public NodeConnection(Connection jedis, WatchedSocket socket) {
		this.jedis = jedis;
		this.socket = socket;
	}

	/**
	 * The connection as Jedis knows it.
	 * @return always the same
	 */
	public Connection jedis() {
		return this.jedis;
	}

	void lend(long now) {
		this.lentAt = now;
	}

	long lentAt() {
		return this.lentAt;
	}

	void begin(long now, long deadline, boolean blocking) {
		this.socket.begin(deadline);
		this.replyTime = deadline - now;
		if (!blocking) {
			this.busySince = (now != 0) ? now : 1;
		}
	}

	/**
	 * Lets large replies come for as long as they do, if only they do not drip.
	 */
	void expectMuch() {
		this.socket.expectMuch(this.replyTime);
	}

	/**
	 * One of several replies of an exchange has come: the next one has as much time, from
	 * now on, as the first one had.
	 */
	public void replied() {
		this.socket.putOff(this.replyTime);
	}

	/**
	 * Waits on purpose: until the exchange ends, reads without a time-out go on for as
	 * long as the patience lasts.
	 * @param patience decides
	 */
	public void await(Patience patience) {
		this.socket.await(patience);
	}

	void end() {
		this.busySince = 0;
		this.socket.end();
	}

	/** Whether the node owes a reply for longer than it should, and sends nothing. */
	boolean isOverdue(long now, long nanos) {
		long since = this.busySince;
		long progress = this.socket.progressAt();
		return since != 0 && now - ((progress - since > 0) ? progress : since) > nanos;
	}

	boolean isBusy() {
		return this.busySince != 0;
	}

	/**
	 * Whether anything of the exchange may have been sent.
	 * @return {@code false} if the node cannot have seen a byte of it
	 */
	public boolean isWritten() {
		return this.socket.isWritten();
	}

	/** Where it leads to. */
	@Nullable InetAddress address() {
		return this.socket.getInetAddress();
	}

	/**
	 * Makes it doubtful that the node is where the connection leads to: whoever is there
	 * said that it cannot serve the node's slots.
	 */
	public void doubt() {
		this.doubted = true;
	}

	boolean isDoubted() {
		return this.doubted;
	}

	void trust() {
		this.doubted = false;
	}

	/** What is under way finishes. */
	void giveUp() {
		this.givenUp = true;
	}

	/**
	 * Waits for something to read.
	 * @param millis how long to wait at the most; the deadline ends the wait, too
	 * @return whether to read now: there is input, or it will not come any more
	 */
	public boolean awaitInput(int millis) {
		return this.socket.awaitInput(millis);
	}

	/** Whether it may be lent. */
	boolean isUsable() {
		return !this.givenUp && isOpen();
	}

	boolean isOpen() {
		return this.jedis.isConnected() && !this.jedis.isBroken();
	}

	boolean isStale() {
		return this.socket.isStale();
	}

	/**
	 * Ends what is under way, in other threads as well. Not by {@link #close()}: an
	 * encrypted connection would wait for its own write to end.
	 */
	public void abort() {
		this.jedis.setBroken();
		IOUtils.closeQuietly(this.socket);
	}

	void close() {
		try {
			// Not close(): it would first send what is left in the buffer, and wait for
			// a node that does not read.
			this.jedis.forceDisconnect();
		}
		catch (IOException ex) {
			// as good as closed
		}
	}

}
