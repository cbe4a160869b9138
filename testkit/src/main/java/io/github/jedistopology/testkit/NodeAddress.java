package io.github.jedistopology.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where a node listens: for clients on {@code port}, for the other nodes on
 * {@code busPort}.
 */
record NodeAddress(String ip, int port, int busPort) {

	InetAddress inetAddress() {
		try {
			return InetAddress.getByName(this.ip);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("Not a numeric address: " + this.ip, ex);
		}
	}

	InetSocketAddress socketAddress() {
		return new InetSocketAddress(inetAddress(), this.port);
	}

	boolean isFree() {
		return Sockets.isFree(this.ip, this.port) && Sockets.isFree(this.ip, this.busPort);
	}

	@Override
	public String toString() {
		return this.ip + ":" + this.port;
	}

}
