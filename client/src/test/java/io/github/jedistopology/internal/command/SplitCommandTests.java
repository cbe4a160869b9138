package io.github.jedistopology.internal.command;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.MultiKeyCommandException;
import io.github.jedistopology.MultiKeyCommandException.Outcome;
import io.github.jedistopology.PipelinedCommandException;
import io.github.jedistopology.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SplitCommand}, {@link KeyGroup} and {@link MultiKey}.
 */
class SplitCommandTests {

	private static final int[] SLOTS = { 7, 3, 7, 9, 3 };

	private final SplitCommand mget = split(MultiKey.MGET, Command.MGET, "a", "b", "c", "d", "e");

	@Test
	void eachSlotHasAPartWithItsKeysInOrder() {
		assertThat(this.mget.parts()).extracting(BatchCommand::slot).containsExactly(7, 3, 9);
		assertThat(this.mget.parts()).extracting(SplitCommandTests::words)
			.containsExactly("MGET a c", "MGET b e", "MGET d");
	}

	@Test
	void valuesStayWithTheirKeys() {
		SplitCommand mset = split(MultiKey.MSET, Command.MSET, "a", "1", "b", "2", "c", "3", "d", "4", "e", "5");
		assertThat(mset.parts()).extracting(SplitCommandTests::words)
			.containsExactly("MSET a 1 c 3", "MSET b 2 e 5", "MSET d 4");
		assertThat(mset.merge(List.of(bytes("OK"), bytes("OK"), bytes("OK")))).isEqualTo(bytes("OK"));
	}

	@Test
	void valuesAreMergedByPosition() {
		Object merged = this.mget
			.merge(List.of(Arrays.asList(bytes("A"), null), List.of(bytes("B"), bytes("E")), List.of(bytes("D"))));
		assertThat(BuilderFactory.STRING_LIST.build(merged)).containsExactly("A", "B", null, "D", "E");
	}

	@ParameterizedTest
	@EnumSource(names = { "DEL", "EXISTS", "TOUCH", "UNLINK" })
	void countsAreAdded(Command command) {
		MultiKey kind = MultiKey.of(command);
		assertThat(kind).isNotNull();
		SplitCommand count = split(kind, command, "a", "b", "c", "d", "e");
		assertThat(words(count.parts().get(2))).isEqualTo(command + " d");
		assertThat(count.merge(List.of(2L, 0L, 1L))).isEqualTo(3L);
	}

	@Test
	void noOtherCommandIsSplit() {
		assertThat(Arrays.stream(Command.values()).filter((command) -> MultiKey.of(command) != null)).hasSize(6);
		assertThat(MultiKey.of(() -> bytes("MGET"))).as("the caller's own").isNull();
	}

	@Test
	void aFailureTellsWhichKeys() {
		PipelinedCommandException lost = failure(true);
		PipelinedCommandException refused = failure(false);
		assertThatExceptionOfType(MultiKeyCommandException.class)
			.isThrownBy(() -> this.mget.merge(List.of(lost, List.of(bytes("B"), bytes("E")), refused)))
			.withMessage(
					"MGET was executed for 2 keys, not executed for 1, and may have been executed for 2: " + "account")
			.withCause(lost)
			.satisfies((ex) -> {
				assertThat(ex.keys(Outcome.EXECUTED)).containsExactly("b", "e");
				assertThat(ex.keys(Outcome.MAYBE_EXECUTED)).containsExactly("a", "c");
				assertThat(ex.keys(Outcome.NOT_EXECUTED)).containsExactly("d");
				assertThat(ex.binaryKeys(Outcome.NOT_EXECUTED)).containsExactly(bytes("d"));
			});
	}

	@Test
	void anErrorOfANodeIsAFailure() {
		JedisDataException error = new JedisDataException("OOM command not allowed");
		assertThatExceptionOfType(MultiKeyCommandException.class)
			.isThrownBy(() -> this.mget.merge(List.of(error, error, error)))
			.withCause(error)
			.satisfies((ex) -> {
				assertThat(ex.keys(Outcome.NOT_EXECUTED)).containsExactly("a", "b", "c", "d", "e");
				assertThat(ex.keys(Outcome.EXECUTED)).isEmpty();
			});
	}

	@Test
	void thePartsGoToTheirNodesTogether() {
		try (CommandLab lab = new CommandLab()) {
			lab.a.says(() -> List.of(bytes("A"), bytes("C")));
			lab.b.says(() -> List.of(bytes("B")));
			CommandArguments arguments = new CommandArguments(Command.MGET).add("a").add("b").add("c");
			assertThat(lab.path.executeSplit(new CommandObject<>(arguments, BuilderFactory.STRING_LIST), MultiKey.MGET,
					new int[] { CommandLab.SLOT, 150, CommandLab.SLOT }))
				.containsExactly("A", "B", "C");
			assertThat(lab.lentConnections()).isZero();
		}
	}

	@Test
	void keysOfAPartThatIsRefusedInTheEndMayHaveBeenWrittenBefore() {
		RetryPolicy policy = CommandLab.POLICY;
		try (CommandLab lab = new CommandLab(new RetryPolicy(policy.maxAttempts(), policy.budget(),
				policy.initialBackoff(), policy.maxBackoff(), Set.of("MSET")))) {
			lab.a.fails(() -> new JedisConnectionException("reset")).fails(() -> new JedisDataException("OOM no"));
			lab.b.fails(() -> new JedisDataException("OOM no"));
			CommandArguments arguments = new CommandArguments(Command.MSET).add("a").add("1").add("b").add("2");
			assertThatExceptionOfType(MultiKeyCommandException.class)
				.isThrownBy(() -> lab.path.executeSplit(new CommandObject<>(arguments, BuilderFactory.STRING),
						MultiKey.MSET, new int[] { CommandLab.SLOT, 150 }))
				.satisfies((ex) -> {
					assertThat(ex.keys(Outcome.MAYBE_EXECUTED)).containsExactly("a");
					assertThat(ex.keys(Outcome.NOT_EXECUTED)).containsExactly("b");
				});
		}
	}

	private static PipelinedCommandException failure(boolean maybeExecuted) {
		return new PipelinedCommandException("account", null, "MGET", 7, null, maybeExecuted);
	}

	private static SplitCommand split(MultiKey kind, Command command, String... words) {
		return SplitCommand.of(kind, new CommandArguments(command).addObjects((Object[]) words), SLOTS);
	}

	private static String words(BatchCommand part) {
		return StreamSupport.stream(part.arguments().spliterator(), false)
			.map((word) -> SafeEncoder.encode(word.getRaw()))
			.collect(Collectors.joining(" "));
	}

	private static byte @Nullable [] bytes(String text) {
		return SafeEncoder.encode(text);
	}

}
