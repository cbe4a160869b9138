package io.github.jedistopology.internal.command;

import java.util.Arrays;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WaitingCommands}.
 */
class WaitingCommandsTests {

	@ParameterizedTest
	@ValueSource(strings = { "BLPOP k 0", "BRPOP k 0", "BLMOVE a b LEFT LEFT 0", "BRPOPLPUSH a b 0",
			"BLMPOP 0 1 k LEFT", "BZPOPMIN k 0", "BZPOPMAX k 0", "BZMPOP 0 1 k MIN", "XREAD BLOCK 0 STREAMS s $",
			"XREAD COUNT 1 BLOCK 10 STREAMS s $", "XREADGROUP GROUP g c COUNT 1 NOACK BLOCK 0 STREAMS s >", "WAIT 1 0",
			"WAITAOF 1 1 0" })
	void thoseThatWaitAreKnownByName(String command) {
		assertThat(WaitingCommands.isIn(known(command))).isTrue();
		assertThat(WaitingCommands.isIn(named(command))).isTrue();
		assertThat(WaitingCommands.isIn(named(command.toLowerCase(Locale.ROOT)))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET k", "LPOP k", "LMPOP 1 k LEFT", "XREAD STREAMS s 0", "XREAD COUNT 1 STREAMS block 0",
			"XREADGROUP GROUP block block STREAMS s >", "XRANGE block - +" })
	void othersAreNot(String command) {
		assertThat(WaitingCommands.isIn(known(command))).isFalse();
		assertThat(WaitingCommands.isIn(named(command))).isFalse();
	}

	@Test
	void namesThatLookAlikeAreOthers() {
		assertThat(WaitingCommands.isIn(named("BLPOX k 0"))).isFalse();
		assertThat(WaitingCommands.isIn(named("BF.ADD k v"))).isFalse();
		assertThat(WaitingCommands.isIn(named("BLMOVEM a b LEFT LEFT 0"))).as("Jedis 7 does not know it").isTrue();
	}

	@Test
	void whatJedisCallsBlockingIsBelieved() {
		assertThat(WaitingCommands.isIn(named("MODULE.POP k").blocking())).isTrue();
	}

	@Test
	void toWaitForReplicasIsRefused() {
		for (String command : new String[] { "WAIT 1 0", "WAITAOF 1 1 0" }) {
			assertThatExceptionOfType(ClusterCommandException.class)
				.isThrownBy(() -> WaitingCommands.refuseForReplicas(known(command)))
				.withMessage(command.split(" ")[0] + " is about what its own connection has written, and was not sent "
						+ "on one that happens to be free: expected on the connection that has written, "
						+ "from getConnectionFromSlot");
			assertThatExceptionOfType(ClusterCommandException.class)
				.isThrownBy(() -> WaitingCommands.refuseForReplicas(named(command.toLowerCase(Locale.ROOT))));
		}
		WaitingCommands.refuseForReplicas(known("BLPOP k 0"));
		WaitingCommands.refuseForReplicas(known("GET k"));
	}

	private static CommandArguments known(String command) {
		return arguments(command, Command.valueOf(command.split(" ")[0]));
	}

	/** As a caller can make it whose Jedis does not know the command. */
	private static CommandArguments named(String command) {
		byte[] name = SafeEncoder.encode(command.split(" ")[0]);
		return arguments(command, () -> name);
	}

	private static CommandArguments arguments(String command, ProtocolCommand name) {
		String[] words = command.split(" ");
		return new CommandArguments(name).addObjects((Object[]) Arrays.copyOfRange(words, 1, words.length));
	}

}
