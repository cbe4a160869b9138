package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockingTime}.
 */
class BlockingTimeTests {

	@ParameterizedTest
	@CsvSource({ "BLPOP k1 k2 3, PT3S, BLPOP k1 k2 1.250", "BRPOP k 0.5, PT0.5S, BRPOP k 1.250",
			"BLMOVE a b LEFT RIGHT 2, PT2S, BLMOVE a b LEFT RIGHT 1.250",
			"BRPOPLPUSH a b 2, PT2S, BRPOPLPUSH a b 1.250",
			"BLMPOP 2 1 k LEFT COUNT 5, PT2S, BLMPOP 1.250 1 k LEFT COUNT 5", "BZPOPMIN k 2, PT2S, BZPOPMIN k 1.250",
			"BZPOPMAX k 2, PT2S, BZPOPMAX k 1.250", "BZMPOP 2 1 k MIN, PT2S, BZMPOP 1.250 1 k MIN",
			"XREAD COUNT 1 BLOCK 2000 STREAMS s $, PT2S, XREAD COUNT 1 BLOCK 1250 STREAMS s $",
			"XREADGROUP GROUP block block block 2000 STREAMS s >, PT2S, XREADGROUP GROUP block block block 1250 STREAMS s >" })
	void isFoundAndShortened(String command, Duration time, String shortened) {
		BlockingTime found = BlockingTime.of(arguments(command));
		assertThat(found.hasEnd()).isTrue();
		assertThat(found.nanos()).isEqualTo(time.toNanos());
		assertThat(words(found.shortened(arguments(command), Duration.ofMillis(1250).toNanos()))).isEqualTo(shortened);
	}

	@ParameterizedTest
	@ValueSource(strings = { "BLPOP k 0", "BLPOP k 0.0", "XREAD BLOCK 0 STREAMS s $" })
	void noneIsNoEnd(String command) {
		assertThat(BlockingTime.of(arguments(command)).hasEnd()).isFalse();
	}

	/** The node says what is wrong with them. */
	@ParameterizedTest
	@ValueSource(strings = { "BLPOP k soon", "BLPOP k -1", "BLPOP k NaN", "BLPOP", "XREAD BLOCK", "XREADGROUP GROUP g",
			"XREAD STREAMS s 0", "GET k" })
	void whatIsNoTimeHasNoEndEither(String command) {
		assertThat(BlockingTime.of(arguments(command)).hasEnd()).isFalse();
	}

	@Test
	void nothingLeftIsNotForEver() {
		CommandArguments arguments = arguments("BLPOP k 3");
		assertThat(words(BlockingTime.of(arguments).shortened(arguments, -1))).isEqualTo("BLPOP k 0.001");
	}

	@Test
	void aTimeBeyondAllMeasureIsNoOverflow() {
		assertThat(BlockingTime.of(arguments("BLPOP k 1e300")).nanos()).isEqualTo(BlockingTime.NO_END);
	}

	private static CommandArguments arguments(String command) {
		String[] words = command.split(" ");
		return new CommandArguments(Command.valueOf(words[0]))
			.addObjects((Object[]) Arrays.copyOfRange(words, 1, words.length));
	}

	private static String words(CommandArguments arguments) {
		return StreamSupport.stream(arguments.spliterator(), false)
			.map((word) -> SafeEncoder.encode(word.getRaw()))
			.collect(Collectors.joining(" "));
	}

}
