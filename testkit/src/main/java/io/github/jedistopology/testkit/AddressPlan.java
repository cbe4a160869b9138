package io.github.jedistopology.testkit;

import java.util.random.RandomGenerator;

/**
 * How the nodes of a {@link RedisClusterLab} get their addresses.
 */
public enum AddressPlan {

	/**
	 * Every node has a free port of its own on 127.0.0.1. Works on any platform.
	 */
	PORTS {
		@Override
		AddressPool open(RandomGenerator random) {
			return new PortAddresses(random);
		}
	},

	/**
	 * Every node has a loopback address of its own (127.x.y.z) and all nodes have the
	 * same port, so that one name can stand for all of them as ElastiCache's
	 * configuration endpoint does. Linux only: other systems have just 127.0.0.1.
	 */
	LOOPBACK_ADDRESSES {
		@Override
		AddressPool open(RandomGenerator random) {
			return new LoopbackAddresses(random);
		}
	};

	abstract AddressPool open(RandomGenerator random);

}
