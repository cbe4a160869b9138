package io.github.jedistopology.internal.command;

import java.util.Locale;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownScripts}.
 */
class KnownScriptsTests {

	private static final String SCRIPT = "return 1";

	private static final String SHA1 = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";

	private final KnownScripts scripts = new KnownScripts();

	@ParameterizedTest
	@CsvSource({ "EVALSHA,EVAL", "EVALSHA_RO,EVAL_RO" })
	void sendsTheSourceOfALoadedScript(Command command, String expected) {
		this.scripts.remember(new CommandArguments(Command.SCRIPT).add(Keyword.LOAD).add(SCRIPT));
		assertThat(withSource(command, SHA1)).isEqualTo(expected + " return 1 1 key argument");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.INCLUDE, names = { "EVAL", "EVAL_RO" })
	void sendsTheSourceOfAnEvaluatedScript(Command command) {
		this.scripts.remember(new CommandArguments(command).add(SCRIPT).add(0));
		assertThat(withSource(Command.EVALSHA, SHA1.toUpperCase(Locale.ROOT)))
			.isEqualTo("EVAL return 1 1 key argument");
	}

	@Test
	void doesNotKnowWhatItHasNotSeen() {
		this.scripts.remember(new CommandArguments(Command.SCRIPT).add(Keyword.EXISTS).add(SCRIPT));
		this.scripts.remember(new CommandArguments(Command.SET).add(SCRIPT).add(SCRIPT));
		assertThat(withSource(Command.EVALSHA, SHA1)).isNull();
	}

	@Test
	void functionsHaveNoSource() {
		load(SCRIPT);
		assertThat(withSource(Command.FCALL, SHA1)).isNull();
	}

	/** It was executed then. */
	@Test
	void errorThatAScriptHasMadeUpIsTheCallers() {
		load(SCRIPT);
		assertThat(this.scripts.withSource(command(Command.EVALSHA, SHA1), new JedisNoScriptException("NOSCRIPT mine")))
			.isNull();
	}

	@Test
	void forgetsTheOldest() {
		load(SCRIPT);
		for (int i = 0; i < 255; i++) {
			load("return " + (i + 2));
		}
		load(SCRIPT);
		assertThat(withSource(Command.EVALSHA, SHA1)).isNotNull();
		load("return 1000");
		assertThat(withSource(Command.EVALSHA, SHA1)).isNull();
		load(SCRIPT);
		assertThat(withSource(Command.EVALSHA, SHA1)).isNotNull();
	}

	@Test
	void doesNotKeepWhatIsTooLong() {
		String script = "return 1" + " ".repeat(64 * 1024);
		load(script);
		assertThat(withSource(Command.EVALSHA, "8788d20322a6bf6f54ee4aeecf70ce537b5c8415")).isNull();
	}

	@Test
	void isNotAffectedByWhatTheCallerDoesWithItsArray() {
		byte[] script = SafeEncoder.encode(SCRIPT);
		this.scripts.remember(new CommandArguments(Command.EVAL).add(script).add(0));
		script[7] = '2';
		assertThat(withSource(Command.EVALSHA, SHA1)).isEqualTo("EVAL return 1 1 key argument");
	}

	private void load(String script) {
		this.scripts.remember(new CommandArguments(Command.SCRIPT).add(Keyword.LOAD).add(script));
	}

	private String withSource(Command command, String sha1) {
		CommandObject<Object> again = this.scripts.withSource(command(command, sha1),
				new JedisNoScriptException("NOSCRIPT No matching script. Please use EVAL."));
		return (again != null) ? String.join(" ",
				StreamSupport.stream(again.getArguments().spliterator(), false)
					.map((word) -> SafeEncoder.encode(word.getRaw()))
					.toList())
				: null;
	}

	private static CommandObject<Object> command(Command command, String sha1) {
		return new CommandObject<>(new CommandArguments(command).add(sha1).add(1).add("key").add("argument"),
				BuilderFactory.RAW_OBJECT);
	}

}
