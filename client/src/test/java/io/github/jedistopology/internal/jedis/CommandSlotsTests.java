package io.github.jedistopology.internal.jedis;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.internal.command.CommandPath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandSlots}.
 */
class CommandSlotsTests {

	private final ClusterCommandObjects commands = new ClusterCommandObjects();

	@Test
	void theSlotOfTheKeyIsTheCommands() {
		assertThat(slot(this.commands.get("key"))).isEqualTo(JedisClusterCRC16.getSlot("key"));
		assertThat(slot(this.commands.mget("{tag}1", "{tag}2"))).isEqualTo(JedisClusterCRC16.getSlot("tag"));
	}

	@Test
	void slot0IsASlot() {
		assertThat(slot(this.commands.get("3560"))).isZero();
	}

	@Test
	void aCommandWithoutAKeyHasNone() {
		assertThat(slot(this.commands.ping())).isEqualTo(CommandPath.NO_SLOT);
	}

	private static int slot(CommandObject<?> command) {
		return CommandSlots.of(command.getArguments());
	}

}
