package io.github.jedistopology.testkit.adversary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.function.Function;

import io.github.jedistopology.testkit.adversary.Fault.Outcome;
import io.github.jedistopology.testkit.adversary.Valve.Grant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection through a {@link TcpProxy}: a thread and a {@link Valve} for each
 * direction. It ends when the server or a fault ends it; a client that has closed its own
 * direction is still answered. A request passes only when the name of its command is
 * known, since a fault may begin with it.
 */
final class ProxiedConnection {

	private static final Logger log = LoggerFactory.getLogger(ProxiedConnection.class);

	private static final int CHUNK = 8192;

	private final Socket client;

	private final Socket server;

	private final Function<String, List<Fault>> faultsAt;

	private final Traffic traffic;

	private final Valve requests = new Valve();

	private final Valve replies = new Valve();

	/**
	 * @param faultsAt the faults that begin with a command of a given name
	 */
	ProxiedConnection(Socket client, Socket server, Function<String, List<Fault>> faultsAt, Traffic traffic) {
		this.client = client;
		this.server = server;
		this.faultsAt = faultsAt;
		this.traffic = traffic;
	}

	void begin(Fault fault) {
		valve(fault.direction()).begin(fault);
	}

	void heal() {
		this.requests.begin(Fault.NONE);
		this.replies.begin(Fault.NONE);
	}

	/** Pass bytes both ways until the connection ends. */
	void run() throws InterruptedException {
		Thread replier = new Thread(() -> work(this::passReplies), Thread.currentThread().getName() + "-replies");
		replier.setDaemon(true);
		replier.start();
		try {
			work(this::passRequests);
			replier.join();
		}
		finally {
			replier.interrupt();
			close();
		}
	}

	private void work(Transfer transfer) {
		try {
			transfer.run();
		}
		catch (IOException ex) {
			log.debug("A proxied connection broke", ex);
			reset();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void passRequests() throws IOException, InterruptedException {
		CommandTracker commands = new CommandTracker();
		ByteArrayOutputStream held = new ByteArrayOutputStream();
		InputStream in = this.client.getInputStream();
		byte[] chunk = new byte[CHUNK];
		for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
			for (int i = 0; i < length; i++) {
				if (commands.isBetweenCommands()) {
					passHeld(held);
				}
				held.write(chunk[i]);
				String name = commands.next(chunk[i]);
				if (name != null) {
					this.faultsAt.apply(name).forEach(this::begin);
				}
			}
			if (!commands.isUndecided()) {
				passHeld(held);
			}
		}
		passHeld(held);
		this.server.shutdownOutput();
	}

	private void passHeld(ByteArrayOutputStream held) throws IOException, InterruptedException {
		byte[] bytes = held.toByteArray();
		held.reset();
		pass(Direction.REQUESTS, bytes, bytes.length);
	}

	private void passReplies() throws IOException, InterruptedException {
		InputStream in = this.server.getInputStream();
		byte[] chunk = new byte[CHUNK];
		for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
			pass(Direction.REPLIES, chunk, length);
		}
		close();
	}

	private void pass(Direction direction, byte[] bytes, int length) throws IOException, InterruptedException {
		Outcome outcome = Outcome.PASS;
		for (int from = 0; from < length && outcome == Outcome.PASS;) {
			Grant grant = valve(direction).admit(length - from);
			outcome = grant.outcome();
			if (outcome == Outcome.CUT) {
				// An answer to the last byte must not be quicker than the cut.
				valve(direction.opposite()).shut();
			}
			this.traffic.pass(direction, grant.bytes());
			to(direction).getOutputStream().write(bytes, from, grant.bytes());
			from += grant.bytes();
		}
		if (outcome == Outcome.CUT) {
			this.traffic.cut();
			reset();
		}
	}

	private Valve valve(Direction direction) {
		return switch (direction) {
			case REQUESTS -> this.requests;
			case REPLIES -> this.replies;
		};
	}

	private Socket to(Direction direction) {
		return switch (direction) {
			case REQUESTS -> this.server;
			case REPLIES -> this.client;
		};
	}

	/** The server is closed in good order, so that it still reads what has passed. */
	private void reset() {
		try {
			this.client.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			log.debug("A proxied connection was closed already", ex);
		}
		close();
	}

	private void close() {
		this.requests.shut();
		this.replies.shut();
		try (this.client; this.server) {
			log.debug("A proxied connection ends");
		}
		catch (IOException ex) {
			log.debug("Closing a proxied connection failed", ex);
		}
	}

	/**
	 * The work of one direction.
	 */
	@FunctionalInterface
	private interface Transfer {

		void run() throws IOException, InterruptedException;

	}

}
