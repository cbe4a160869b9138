package io.github.jedistopology.internal.command;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Interests}.
 */
class InterestsTests {

	private final Interests interests = new Interests();

	@Test
	void subscribesToAllThatIsWanted() {
		note(Command.SUBSCRIBE, "a", "b");
		note(Command.SUBSCRIBE, "c", "a");
		note(Command.PSUBSCRIBE, "p*");
		note(Command.SSUBSCRIBE, "s");
		note(Command.PING, "x");
		note(Command.UNSUBSCRIBE, "b");
		assertThat(subscriptions()).containsExactly("SUBSCRIBE a c", "PSUBSCRIBE p*", "SSUBSCRIBE s");
		assertThat(this.interests.size()).isEqualTo(4);
	}

	@Test
	void whatWasLeftAndNotConfirmedIsSaidInTheNodesPlace() {
		note(Command.SUBSCRIBE, "a", "b", "c");
		note(Command.PSUBSCRIBE, "p*");
		note(Command.UNSUBSCRIBE, "a", "c");
		assertThat(this.interests.isEndedBy(left("unsubscribe", "a", 3))).isFalse();
		assertThat(farewells()).containsExactly("unsubscribe c 2");
		assertThat(farewells()).as("once").isEmpty();
	}

	@Test
	void noNameIsAll() {
		note(Command.SUBSCRIBE, "a", "b");
		note(Command.UNSUBSCRIBE);
		assertThat(farewells()).containsExactly("unsubscribe a 0", "unsubscribe b 0");
		assertThat(subscriptions()).isEmpty();
	}

	@Test
	void leavingNothingIsAnsweredToo() {
		note(Command.SUBSCRIBE, "a");
		note(Command.PUNSUBSCRIBE);
		assertThat(farewells()).containsExactly("punsubscribe null 1");
		note(Command.PUNSUBSCRIBE);
		assertThat(this.interests.isEndedBy(left("punsubscribe", null, 1))).isFalse();
		assertThat(farewells()).isEmpty();
	}

	@Test
	void whatTheNodeEndsByItselfIsStillWanted() {
		note(Command.SSUBSCRIBE, "a", "b");
		note(Command.SUNSUBSCRIBE, "b");
		assertThat(this.interests.isEndedBy(left("sunsubscribe", "b", 1))).isFalse();
		assertThat(this.interests.isEndedBy(left("sunsubscribe", "a", 0))).isTrue();
		assertThat(subscriptions()).containsExactly("SSUBSCRIBE a");
	}

	@Test
	void otherMessagesEndNothing() {
		note(Command.SUBSCRIBE, "a");
		assertThat(this.interests.isEndedBy(left("subscribe", "a", 1))).isFalse();
		assertThat(this.interests.isEndedBy(left("message", "unsubscribe", 0))).isFalse();
	}

	private void note(Command command, String... names) {
		this.interests.note(new CommandArguments(command).addObjects((Object[]) names));
	}

	private static List<Object> left(String type, @Nullable String name, long count) {
		return Arrays.asList(SafeEncoder.encode(type), (name != null) ? SafeEncoder.encode(name) : null, count);
	}

	private List<String> subscriptions() {
		return this.interests.subscriptions().stream().map(InterestsTests::words).toList();
	}

	private static String words(CommandArguments arguments) {
		return StreamSupport.stream(arguments.spliterator(), false)
			.map((word) -> SafeEncoder.encode(word.getRaw()))
			.collect(Collectors.joining(" "));
	}

	private List<String> farewells() {
		return this.interests.farewells()
			.stream()
			.map((farewell) -> ((List<?>) farewell).stream()
				.map((word) -> (word instanceof byte[] bytes) ? SafeEncoder.encode(bytes) : Objects.toString(word))
				.collect(Collectors.joining(" ")))
			.toList();
	}

}
