package io.github.jedistopology.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.jspecify.annotations.Nullable;

/**
 * Finds out which addresses are free by binding them.
 */
final class Sockets {

	/**
	 * The lowest and highest port that labs use: below the ports that operating systems
	 * give to outgoing connections, so that a killed node finds its port free again.
	 */
	static final int LOWEST_PORT = 10_000;

	static final int HIGHEST_PORT = 32_000;

	private Sockets() {
	}

	static @Nullable ServerSocket tryBind(String ip, int port) {
		try {
			return new ServerSocket(port, 1, InetAddress.getByName(ip));
		}
		catch (IOException ex) {
			return null;
		}
	}

	static boolean isFree(String ip, int port) {
		ServerSocket socket = tryBind(ip, port);
		if (socket == null) {
			return false;
		}
		close(socket);
		return true;
	}

	static void close(ServerSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot close " + socket, ex);
		}
	}

}
