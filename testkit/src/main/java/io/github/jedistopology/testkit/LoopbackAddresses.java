package io.github.jedistopology.testkit;

import java.net.ServerSocket;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * One loopback address per node from a block 127.x/16, the same port on all. The port on
 * 127.x.255.254 is kept bound as a claim to the block.
 */
final class LoopbackAddresses implements AddressPool {

	private static final int ATTEMPTS = 100;

	/** 127.block.0 to 127.block.249: the claim is elsewhere. */
	private static final int SUBNETS = 250;

	private static final int HOSTS_PER_SUBNET = 250;

	/** As many as a certificate still carries with ease. */
	private static final int CERTIFIED_HOSTS = HOSTS_PER_SUBNET;

	private final int block;

	private final int port;

	private final ServerSocket claim;

	private int hosts;

	LoopbackAddresses(RandomGenerator random) {
		for (int i = 0; i < ATTEMPTS; i++) {
			int block = random.nextInt(16, 240);
			// Even ports only: the next one is for the cluster bus.
			int port = random.nextInt(Sockets.LOWEST_PORT / 2, Sockets.HIGHEST_PORT / 2) * 2;
			ServerSocket claim = Sockets.tryBind("127." + block + ".255.254", port);
			if (claim != null) {
				this.block = block;
				this.port = port;
				this.claim = claim;
				return;
			}
		}
		throw new IllegalStateException("No free block of loopback addresses found in " + ATTEMPTS + " attempts");
	}

	@Override
	public synchronized NodeAddress next() {
		while (this.hosts < SUBNETS * HOSTS_PER_SUBNET) {
			NodeAddress address = new NodeAddress(ip(this.hosts++), this.port, this.port + 1);
			if (address.isFree()) {
				return address;
			}
		}
		throw new IllegalStateException("No address left in the block 127." + this.block);
	}

	private String ip(int host) {
		return "127." + this.block + "." + host / HOSTS_PER_SUBNET + "." + (host % HOSTS_PER_SUBNET + 1);
	}

	@Override
	public List<String> certifiedIps() {
		return IntStream.range(0, CERTIFIED_HOSTS).mapToObj(this::ip).toList();
	}

	@Override
	public void close() {
		Sockets.close(this.claim);
	}

}
