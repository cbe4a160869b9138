package io.github.jedistopology.internal.command;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StaticCommandFlagsRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WindowOrder}.
 */
class WindowOrderTests {

	private final WindowOrder order = new WindowOrder(StaticCommandFlagsRegistry.registry());

	@ParameterizedTest
	@CsvSource({ "SET k, SET k, true", "SET k, DEL k l, true", "DEL k l, GET k, false", "DEL k l, SET k, false",
			"MGET k l, GET k, true", "MGET k l, MGET k l, true", "MGET k l, SET k, false" })
	void onlyReadsFollowCommandsWithSeveralKeysAndOnlyReads(String first, String next, boolean admitted) {
		assertThat(this.order.admits(7, command(first))).isTrue();
		assertThat(this.order.admits(8, command(next))).as("another slot").isTrue();
		assertThat(this.order.admits(7, command(next))).isEqualTo(admitted);
	}

	private static CommandArguments command(String words) {
		String[] parts = words.split(" ");
		CommandArguments arguments = new CommandArguments(Command.valueOf(parts[0]));
		for (int i = 1; i < parts.length; i++) {
			arguments.key(parts[i]);
		}
		return arguments;
	}

}
