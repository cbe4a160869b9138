package io.github.jedistopology.testkit.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections at one loopback address while its door is open, notes when each
 * came, and has a conversation on each in a thread of its own. A connection is closed
 * when its conversation ends; {@link #close()} ends all of them.
 */
final class Listener implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Listener.class);

	/** A whole fleet's threads may dial at once, and each must be counted. */
	private static final int BACKLOG = 1024;

	private static final Duration FAREWELL = Duration.ofSeconds(5);

	private final InetSocketAddress address;

	private final Conversation conversation;

	private final Arrivals arrivals;

	private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();

	private ServerSocket server;

	private Thread acceptor;

	private boolean closed;

	Listener(InetSocketAddress address, InstantSource clock, Conversation conversation) {
		this.server = bind(requireLoopback("address", address));
		this.address = (InetSocketAddress) this.server.getLocalSocketAddress();
		this.conversation = conversation;
		this.arrivals = new Arrivals(clock);
		this.acceptor = startAcceptor();
	}

	static InetSocketAddress requireLoopback(String name, InetSocketAddress address) {
		if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
			throw new IllegalArgumentException(
					name + " must be a loopback address, such as 127.0.0.9:7000, but was " + address);
		}
		return address;
	}

	private static ServerSocket bind(InetSocketAddress address) {
		try {
			ServerSocket server = new ServerSocket();
			try {
				// A removed node's last connections may still be in TIME_WAIT.
				server.setReuseAddress(true);
				server.bind(address, BACKLOG);
				return server;
			}
			catch (IOException ex) {
				server.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen at " + address + ": " + ex.getMessage(), ex);
		}
	}

	private Thread daemon(String role, Runnable work) {
		Thread thread = new Thread(work, "adversary-" + this.address + "-" + role);
		thread.setDaemon(true);
		return thread;
	}

	private Thread startAcceptor() {
		ServerSocket open = this.server;
		Thread thread = daemon("accept", () -> accept(open));
		thread.start();
		return thread;
	}

	private void accept(ServerSocket open) {
		try {
			while (true) {
				Socket socket = open.accept();
				this.arrivals.add();
				Thread thread = daemon("talk-" + this.arrivals.count(), () -> converse(socket));
				this.connections.put(socket, thread);
				thread.start();
			}
		}
		catch (IOException ex) {
			if (!open.isClosed()) {
				log.warn("No more connections are accepted at {}", this.address, ex);
			}
		}
	}

	private void converse(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			this.conversation.hold(socket);
		}
		catch (IOException ex) {
			log.debug("A connection to {} ended", this.address, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.connections.remove(socket);
		}
	}

	InetSocketAddress address() {
		return this.address;
	}

	Arrivals arrivals() {
		return this.arrivals;
	}

	/** Refuse new connections; those that exist go on. */
	synchronized void shutDoor() {
		closeQuietly(this.server);
		join(this.acceptor);
	}

	/** Accept connections again, at the same address, unless all is over. */
	synchronized void openDoor() {
		if (this.server.isClosed() && !this.closed) {
			this.server = bind(this.address);
			this.acceptor = startAcceptor();
		}
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			shutDoor();
		}
		this.connections.forEach((socket, thread) -> {
			closeQuietly(socket);
			thread.interrupt();
			join(thread);
		});
	}

	private static void closeQuietly(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			log.debug("Closing {} failed", resource, ex);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join(FAREWELL.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What happens on one connection.
	 */
	@FunctionalInterface
	interface Conversation {

		void hold(Socket socket) throws IOException, InterruptedException;

	}

}
