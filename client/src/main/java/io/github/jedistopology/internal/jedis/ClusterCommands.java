package io.github.jedistopology.internal.jedis;

import java.lang.reflect.Constructor;

import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.RedisProtocol;

/**
 * Makes the commands of a cluster, as each line of Jedis has them made.
 */
final class ClusterCommands {

	private ClusterCommands() {
	}

	static ClusterCommandObjects create(RedisProtocol protocol) {
		try {
			Constructor<ClusterCommandObjects> ofJedis8 = ClusterCommandObjects.class
				.getConstructor(RedisProtocol.class);
			return ofJedis8.newInstance(protocol);
		}
		catch (NoSuchMethodException ex) {
			ClusterCommandObjects commands = new ClusterCommandObjects();
			commands.setProtocol(protocol);
			return commands;
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
