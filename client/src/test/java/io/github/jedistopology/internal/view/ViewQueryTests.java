package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.internal.view.ViewConnection.ErrorReply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ViewQuery}.
 */
class ViewQueryTests {

	private static final Source SOURCE = Source.node(new HostAndPort("10.0.0.9", 7000));

	@Test
	void shardsSuffice() {
		Script script = new Script(Map.of("CLUSTER SHARDS", RecordedReply.of("settled.shards")));
		assertThat(new ViewQuery(false).ask(SOURCE, script).shards()).hasSize(3);
		assertThat(script.asked).containsExactly("CLUSTER SHARDS");
	}

	@Test
	void tlsPortsAreReadWhenClientsUseTls() {
		Script script = new Script(Map.of("CLUSTER SHARDS", RecordedReply.of("tls.shards")));
		assertThat(new ViewQuery(true).ask(SOURCE, script).shards()).hasSize(3);
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> new ViewQuery(false).ask(SOURCE, script));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ERR Unknown subcommand or wrong number of arguments for 'SHARDS'. Try CLUSTER HELP.",
			"NOPERM this user has no permissions to run the 'cluster|shards' command" })
	void slotsStandInWhereShardsAreRefused(String error) {
		Script script = new Script(
				Map.of("CLUSTER SHARDS", new ErrorReply(error), "CLUSTER SLOTS", RecordedReply.of("settled.slots")));
		assertThat(new ViewQuery(false).ask(SOURCE, script).shards()).hasSize(3);
		assertThat(script.asked).containsExactly("CLUSTER SHARDS", "CLUSTER SLOTS");
	}

	@Test
	void errorOfBothIsTheReason() {
		ErrorReply refusal = new ErrorReply("ERR This instance has cluster support disabled");
		assertThatExceptionOfType(ErrorReply.class)
			.isThrownBy(() -> new ViewQuery(false).ask(SOURCE,
					new Script(Map.of("CLUSTER SHARDS", refusal, "CLUSTER SLOTS", refusal))))
			.withMessage("answered with an error: ERR This instance has cluster support disabled");
	}

	@Test
	void lostConnectionIsNotAskedAgain() {
		Script script = new Script(Map.of("CLUSTER SHARDS", new ViewException("connection reset")));
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> new ViewQuery(false).ask(SOURCE, script))
			.withMessage("connection reset");
		assertThat(script.asked).hasSize(1);
	}

	private static final class Script implements ViewConnection {

		private final Map<String, Object> replies;

		private final List<String> asked = new ArrayList<>();

		Script(Map<String, Object> replies) {
			this.replies = replies;
		}

		@Override
		public Object call(String... command) {
			String question = String.join(" ", command);
			this.asked.add(question);
			Object reply = this.replies.get(question);
			if (reply instanceof ViewException failure) {
				throw failure;
			}
			return reply;
		}

		@Override
		public void close() {
		}

	}

}
