package io.github.jedistopology.internal.jedis;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.IOUtils;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.TlsSettings;
import io.github.jedistopology.internal.connection.Dialer.Dial;

/**
 * Opens the socket of one connection: looks the name up anew, tries its addresses in
 * turn, encrypts, and verifies that the certificate is for the name.
 */
final class ClusterSocketFactory extends DefaultJedisSocketFactory {

	private final Dial dial;

	private final @Nullable TlsSettings tls;

	private final HostResolver resolver;

	private final Consumer<Closeable> opened;

	ClusterSocketFactory(Dial dial, @Nullable TlsSettings tls, HostResolver resolver, Consumer<Closeable> opened) {
		super(dial.endpoint());
		this.dial = dial;
		this.tls = tls;
		this.resolver = resolver;
		this.opened = opened;
	}

	@Override
	public Socket createSocket() {
		JedisConnectionException failure = new JedisConnectionException("Failed to connect to " + this.dial.endpoint());
		for (InetAddress address : addresses()) {
			try {
				return connect(address);
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
			return this.resolver.resolve(this.dial.endpoint().getHost());
		}
		catch (IOException ex) {
			throw new JedisConnectionException("Failed to look up " + this.dial.endpoint(), ex);
		}
	}

	@SuppressWarnings("resource")
	private Socket connect(InetAddress address) throws IOException {
		Socket socket = new Socket();
		try {
			this.opened.accept(socket);
			socket.setKeepAlive(true);
			socket.setTcpNoDelay(true);
			socket.connect(new InetSocketAddress(address, this.dial.endpoint().getPort()),
					millis(this.dial.connectTimeout().toMillis()));
			socket.setSoTimeout(millis(this.dial.connectTimeout().toMillis()));
			Socket connected = (this.tls != null) ? encrypt(socket, this.tls) : socket;
			connected.setSoTimeout(millis(this.dial.readTimeout().toMillis()));
			return connected;
		}
		catch (IOException | RuntimeException ex) {
			IOUtils.closeQuietly(socket);
			throw ex;
		}
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

	/** A time-out of 0 would mean none. */
	private static int millis(long millis) {
		return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
	}

}
