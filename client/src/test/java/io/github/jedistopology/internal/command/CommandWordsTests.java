package io.github.jedistopology.internal.command;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandWords}.
 */
class CommandWordsTests {

	private final CommandArguments command = new CommandArguments(() -> SafeEncoder.encode("xRead")).add("block")
		.add(10)
		.add("Key");

	@Test
	void wordsThatMeanSomethingAreInUpperCase() {
		assertThat(CommandWords.name(this.command)).isEqualTo("XREAD");
		assertThat(CommandWords.word(this.command, 1)).isEqualTo("BLOCK");
	}

	@Test
	void rawWordsAreAsTheyAreSent() {
		assertThat(CommandWords.raw(this.command, 3)).asString().isEqualTo("Key");
	}

	@Test
	void wordsAreAppendedFromAnyOfThem() {
		CommandArguments other = CommandWords.append(new CommandArguments(Command.GET).add("first"), this.command, 2);
		assertThat(other).hasSize(4)
			.extracting((word) -> SafeEncoder.encode(word.getRaw()))
			.containsExactly("GET", "first", "10", "Key");
		assertThat(CommandWords.append(new CommandArguments(Command.PING), other, 4)).hasSize(1);
	}

}
