package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;

import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.ClusterCommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A key that nobody changes, read from replicas: it must be there, with its value.
 */
final class ReplicaReads implements Use {

	private static final Duration REPLICATION = Duration.ofSeconds(1);

	private final Stage stage;

	private final String key;

	ReplicaReads(Stage stage) {
		this.stage = stage;
		this.key = stage.key("read");
		try (Jedis node = new Jedis(stage.other().getConnectionFromSlot(JedisClusterCRC16.getSlot(this.key)))) {
			node.set(this.key, this.key);
			if (node.waitReplicas(1, REPLICATION.toMillis()) < 1) {
				throw new IllegalStateException("No replica has " + this.key);
			}
		}
	}

	@Override
	public void once() {
		String value = this.stage.tally()
			.attempt(() -> this.stage.client()
				.executeCommandToReplica(new CommandObject<>(new ClusterCommandArguments(Command.GET).key(this.key),
						BuilderFactory.STRING)));
		if (value == null) {
			this.stage.tally().lost(1, this.key);
		}
		else if (!value.equals(this.key)) {
			this.stage.tally().wrong(1, this.key + ", which is " + value);
		}
	}

}
