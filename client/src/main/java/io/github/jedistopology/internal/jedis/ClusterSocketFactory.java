package io.github.jedistopology.internal.jedis;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.IOUtils;

import io.github.jedistopology.TlsSettings;
import io.github.jedistopology.internal.connection.Dialer.Dial;
import io.github.jedistopology.internal.connection.WatchedSocket;

/**
 * Opens the socket of one connection, once: looks the name up anew, tries its addresses
 * in turn, encrypts, and verifies that the certificate is for the name. Jedis would have
 * a connection that was closed opened again, in the middle of a command.
 */
final class ClusterSocketFactory extends DefaultJedisSocketFactory {

	/**
	 * Seconds, seconds and a count: a connection whose other end has vanished without a
	 * word ends after half a minute, though nobody writes on it.
	 */
	private static final Map<SocketOption<Integer>, Integer> PROBES = Map.of(ExtendedSocketOptions.TCP_KEEPIDLE, 15,
			ExtendedSocketOptions.TCP_KEEPINTERVAL, 5, ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

	private final Dial dial;

	private final @Nullable TlsSettings tls;

	private final TimedLookups lookups;

	private final LongSupplier nanoTime;

	private final Consumer<Closeable> opened;

	private final long deadline;

	private @Nullable WatchedSocket socket;

	ClusterSocketFactory(Dial dial, @Nullable TlsSettings tls, TimedLookups lookups, LongSupplier nanoTime,
			Consumer<Closeable> opened) {
		super(dial.endpoint());
		this.dial = dial;
		this.tls = tls;
		this.lookups = lookups;
		this.nanoTime = nanoTime;
		this.opened = opened;
		this.deadline = nanoTime.getAsLong() + dial.connectTimeout().toNanos();
	}

	/** The socket underneath, if one has been opened. */
	@Nullable WatchedSocket socket() {
		return this.socket;
	}

	@Override
	public Socket createSocket() {
		if (this.socket != null) {
			throw new JedisConnectionException("The connection to %s was closed".formatted(this.dial.endpoint()));
		}
		JedisConnectionException failure = new JedisConnectionException("Failed to connect to " + this.dial.endpoint());
		List<InetAddress> addresses = addresses();
		for (int i = 0; i < addresses.size(); i++) {
			try {
				return connect(addresses.get(i), addresses.size() - i);
			}
			catch (IOException ex) {
				failure.addSuppressed(ex);
			}
		}
		throw failure;
	}

	private List<InetAddress> addresses() {
		if (this.dial.address() != null) {
			return List.of(this.dial.address());
		}
		try {
			return this.lookups.resolve(this.dial.endpoint().getHost(), this.dial.connectTimeout());
		}
		catch (IOException ex) {
			throw new JedisConnectionException("Failed to look up " + this.dial.endpoint(), ex);
		}
	}

	/**
	 * One that swallows everything leaves the others their share of the time.
	 * @param candidates how many addresses are left, this one included
	 */
	@SuppressWarnings("resource")
	private Socket connect(InetAddress address, int candidates) throws IOException {
		WatchedSocket socket = new WatchedSocket(this.nanoTime);
		this.socket = socket;
		try {
			this.opened.accept(socket);
			keepAlive(socket);
			socket.setTcpNoDelay(true);
			long share = timeLeft() / candidates;
			socket.begin(this.nanoTime.getAsLong() + share);
			socket.connect(new InetSocketAddress(address, this.dial.endpoint().getPort()), millis(share));
			socket.setSoTimeout(millis(this.dial.readTimeout().toNanos()));
			Socket connected = (this.tls != null) ? encrypt(socket, this.tls) : socket;
			socket.begin(this.deadline);
			return connected;
		}
		catch (IOException | RuntimeException ex) {
			IOUtils.closeQuietly(socket);
			throw ex;
		}
	}

	/** Not every system has the options. */
	private static void keepAlive(Socket socket) throws IOException {
		socket.setKeepAlive(true);
		if (socket.supportedOptions().containsAll(PROBES.keySet())) {
			for (Map.Entry<SocketOption<Integer>, Integer> probe : PROBES.entrySet()) {
				socket.setOption(probe.getKey(), probe.getValue());
			}
		}
	}

	private long timeLeft() throws SocketTimeoutException {
		long left = this.deadline - this.nanoTime.getAsLong();
		if (left <= 0) {
			throw new SocketTimeoutException("Connect timed out");
		}
		return left;
	}

	private Socket encrypt(Socket socket, TlsSettings tls) throws IOException {
		SSLSocket encrypted = (SSLSocket) tls.context()
			.getSocketFactory()
			.createSocket(socket, this.dial.endpoint().getHost(), this.dial.endpoint().getPort(), true);
		SSLParameters parameters = new SSLParameters(tls.parameters().getCipherSuites(),
				tls.parameters().getProtocols());
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		encrypted.setSSLParameters(parameters);
		encrypted.startHandshake();
		return encrypted;
	}

	/** Rounded up, since a time-out of 0 would mean none. */
	private static int millis(long nanos) {
		return (int) Math.min(TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1, Integer.MAX_VALUE);
	}

}
