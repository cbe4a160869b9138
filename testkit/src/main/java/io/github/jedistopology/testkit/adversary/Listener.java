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
 * Accepts connections at one loopback address, notes when each came, and has a
 * conversation on each in a thread of its own. A connection is closed when its
 * conversation ends; {@link #close()} ends all of them.
 */
final class Listener implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Listener.class);

	/** A whole fleet's threads may dial at once, and each must be counted. */
	private static final int BACKLOG = 1024;

	private static final Duration FAREWELL = Duration.ofSeconds(5);

	private final ServerSocket server;

	private final Conversation conversation;

	private final Arrivals arrivals;

	private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();

	private final Thread acceptor;

	Listener(InetSocketAddress address, InstantSource clock, Conversation conversation) {
		this.server = bind(address);
		this.conversation = conversation;
		this.arrivals = new Arrivals(clock);
		this.acceptor = daemon("accept", this::accept);
		this.acceptor.start();
	}

	private static ServerSocket bind(InetSocketAddress address) {
		if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
			throw new IllegalArgumentException(
					"address must be a loopback address, such as 127.0.0.9:7000, but was " + address);
		}
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
		Thread thread = new Thread(work, "adversary-" + this.server.getLocalSocketAddress() + "-" + role);
		thread.setDaemon(true);
		return thread;
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.arrivals.add();
				Thread thread = daemon("talk-" + this.arrivals.count(), () -> converse(socket));
				this.connections.put(socket, thread);
				thread.start();
			}
		}
		catch (IOException ex) {
			if (!this.server.isClosed()) {
				log.warn("No more connections are accepted at {}", address(), ex);
			}
		}
	}

	private void converse(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			this.conversation.hold(socket);
		}
		catch (IOException ex) {
			log.debug("A connection to {} ended", address(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.connections.remove(socket);
		}
	}

	InetSocketAddress address() {
		return (InetSocketAddress) this.server.getLocalSocketAddress();
	}

	Arrivals arrivals() {
		return this.arrivals;
	}

	@Override
	public void close() {
		closeQuietly(this.server);
		join(this.acceptor);
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
