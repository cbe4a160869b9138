package io.github.jedistopology.testkit.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A proxy in front of one server, for faults on the wire. It passes bytes both ways until
 * it is told to do otherwise, at any time and for one direction or both: see
 * {@link Fault}. When its target cannot be connected to, it resets its own connection.
 * Commands are recognized in plain RESP only: through TLS, a fault that waits for a
 * command never begins. Loopback addresses only. Thread-safe.
 *
 * <pre>{@code
 * try (TcpProxy proxy = TcpProxy.to(node.address())) {
 *     lab.names().point(node.hostName(), List.of(proxy.address().getAddress()));
 *     proxy.inflict(Fault.cut(Direction.REPLIES, 3).atNext("INCR"));
 *     ...
 *     proxy.heal();
 * }
 * }</pre>
 */
public final class TcpProxy implements AutoCloseable {

	private static final int ATTEMPTS = 100;

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private final InetSocketAddress target;

	private final FaultPlan plan = new FaultPlan();

	private final Traffic traffic = new Traffic();

	private final Set<ProxiedConnection> connections = new LinkedHashSet<>();

	private final Listener listener;

	/** The number of the next connection. */
	private int next;

	private TcpProxy(InetSocketAddress target, InetSocketAddress address) {
		this.target = Listener.requireLoopback("target", target);
		this.listener = new Listener(address, InstantSource.system(), this::converse);
	}

	/**
	 * A proxy with the port of its target at a free address (127.x.y.z) of its own, where
	 * no node of a lab listens: who points the target's name to it leads clients to the
	 * proxy. Linux only: other systems have just 127.0.0.1.
	 * @param target the server's address, a loopback address
	 * @return the running proxy
	 * @throws UncheckedIOException if no address is found
	 */
	public static TcpProxy to(InetSocketAddress target) {
		RandomGenerator random = new SplittableRandom();
		for (int attempt = 1;; attempt++) {
			String ip = "127." + random.nextInt(240, 255) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
			try {
				return to(target, new InetSocketAddress(ip, target.getPort()));
			}
			catch (UncheckedIOException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * A proxy at a given address.
	 * @param target the server's address, a loopback address
	 * @param address where the proxy listens, a loopback address; port 0 takes a free one
	 * @return the running proxy
	 * @throws IllegalArgumentException if one of them is not a loopback address
	 * @throws UncheckedIOException if the address is in use
	 */
	public static TcpProxy to(InetSocketAddress target, InetSocketAddress address) {
		return new TcpProxy(target, address);
	}

	private void converse(Socket client) throws IOException, InterruptedException {
		try (Socket server = new Socket()) {
			connect(client, server);
			ProxiedConnection connection = open(client, server);
			try {
				connection.run();
			}
			finally {
				forget(connection);
			}
		}
	}

	private void connect(Socket client, Socket server) throws IOException {
		try {
			server.setTcpNoDelay(true);
			server.connect(this.target, (int) CONNECT_TIMEOUT.toMillis());
		}
		catch (IOException ex) {
			client.setSoLinger(true, 0);
			throw ex;
		}
	}

	private synchronized ProxiedConnection open(Socket client, Socket server) {
		int number = this.next++;
		ProxiedConnection connection = new ProxiedConnection(client, server, (command) -> this.plan.at(command, number),
				this.traffic);
		this.connections.add(connection);
		this.plan.atOpening().forEach(connection::begin);
		return connection;
	}

	private synchronized void forget(ProxiedConnection connection) {
		this.connections.remove(connection);
	}

	/**
	 * Where it listens.
	 * @return the address with its actual port
	 */
	public InetSocketAddress address() {
		return this.listener.address();
	}

	/**
	 * Do this to all connections, to those that exist and to those to come.
	 * @param fault what to do
	 */
	public synchronized void inflict(Fault fault) {
		this.plan.add(fault, 0);
		if (fault.beginsAtOnce()) {
			this.connections.forEach((connection) -> connection.begin(fault));
		}
	}

	/**
	 * Do this only to connections that are opened from now on.
	 * @param fault what to do
	 */
	public synchronized void inflictOnNew(Fault fault) {
		this.plan.add(fault, this.next);
	}

	/**
	 * Refuse new connections, as if nobody listened. Those that exist go on.
	 */
	public void refuse() {
		this.listener.shutDoor();
	}

	/**
	 * End all faults, those included that have not begun yet, and accept new connections
	 * again. What was held back passes.
	 * @throws UncheckedIOException if somebody else took the address of a proxy that
	 * refused connections
	 */
	public void heal() {
		this.listener.openDoor();
		synchronized (this) {
			this.plan.clear();
			this.connections.forEach(ProxiedConnection::heal);
		}
	}

	/**
	 * How many connections it has accepted so far.
	 * @return their number
	 */
	public int connections() {
		return this.listener.arrivals().count();
	}

	/**
	 * How many connections it has reset so far because of a {@link Fault#cut}.
	 * @return their number
	 */
	public long cuts() {
		return this.traffic.cuts();
	}

	/**
	 * How many bytes have passed so far, on all connections together.
	 * @param direction in which direction
	 * @return their number
	 */
	public long bytes(Direction direction) {
		return this.traffic.bytes(direction);
	}

	/**
	 * Close all connections, end all threads and free the address.
	 */
	@Override
	public void close() {
		this.listener.close();
	}

}
