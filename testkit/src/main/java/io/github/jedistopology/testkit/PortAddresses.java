package io.github.jedistopology.testkit;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Free ports on 127.0.0.1, from blocks whose first port is kept bound as a claim.
 */
final class PortAddresses implements AddressPool {

	private static final String IP = "127.0.0.1";

	private static final int BLOCK_SIZE = 100;

	private static final int BLOCKS = (Sockets.HIGHEST_PORT - Sockets.LOWEST_PORT) / BLOCK_SIZE;

	private final RandomGenerator random;

	private final List<ServerSocket> claims = new ArrayList<>();

	private int nextPort;

	private int blockEnd;

	PortAddresses(RandomGenerator random) {
		this.random = random;
	}

	@Override
	public synchronized NodeAddress next() {
		while (true) {
			if (this.nextPort + 1 >= this.blockEnd) {
				claimBlock();
			}
			NodeAddress address = new NodeAddress(IP, this.nextPort, this.nextPort + 1);
			this.nextPort += 2;
			if (address.isFree()) {
				return address;
			}
		}
	}

	private void claimBlock() {
		int start = this.random.nextInt(BLOCKS);
		for (int i = 0; i < BLOCKS; i++) {
			int port = Sockets.LOWEST_PORT + (start + i) % BLOCKS * BLOCK_SIZE;
			ServerSocket claim = Sockets.tryBind(IP, port);
			if (claim != null) {
				this.claims.add(claim);
				this.nextPort = port + 1;
				this.blockEnd = port + BLOCK_SIZE;
				return;
			}
		}
		throw new IllegalStateException(
				"No free ports on " + IP + " from " + Sockets.LOWEST_PORT + " to " + Sockets.HIGHEST_PORT);
	}

	@Override
	public List<String> certifiedIps() {
		return List.of(IP);
	}

	@Override
	public synchronized void close() {
		this.claims.forEach(Sockets::close);
		this.claims.clear();
	}

}
