package io.github.jedistopology.internal.view;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.internal.view.ViewConnection.ErrorReply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ViewQuery}.
 */
class ViewQueryTests {

	private static final Source SOURCE = Source.node(new HostAndPort("10.0.0.9", 7000));

	private final ViewQuery query = new ViewQuery(false, AddressMapper.IDENTITY);

	@ParameterizedTest
	@ValueSource(strings = { "SHARDS,NODES", "SHARDS", "NODES" })
	void oneRoundTripWhateverIsRefused(String answered) {
		Script script = Script.recorded("7.0/settled", answered.split(","));
		assertThat(this.query.ask(SOURCE, script).shards()).hasSize(3);
		assertThat(script.roundTrips()).containsExactly("CLUSTER SHARDS + CLUSTER NODES");
	}

	@Test
	void slotsStandInWhereBothAreRefused() {
		Script script = Script.recorded("6.2/settled", "SLOTS");
		assertThat(this.query.ask(SOURCE, script).shards()).hasSize(3);
		assertThat(script.roundTrips()).containsExactly("CLUSTER SHARDS + CLUSTER NODES", "CLUSTER SLOTS");
	}

	@Test
	void epochsAndAuthorAreWhatNodesTell() {
		View view = this.query.ask(SOURCE, Script.recorded("7.0/settled", "SHARDS"));
		assertThat(view.epochs()).isEmpty();
		assertThat(view.author()).isNull();
		assertThat(this.query.ask(SOURCE, Script.recorded("7.0/settled", "NODES")).epochs()).hasSize(3);
	}

	@Test
	void tlsPortsAreReadWhenClientsUseTls() {
		assertThat(
				new ViewQuery(true, AddressMapper.IDENTITY).ask(SOURCE, Script.recorded("7.0/tls", "SHARDS")).shards())
			.hasSize(3);
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> this.query.ask(SOURCE, Script.recorded("7.0/tls", "SHARDS")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ERR This instance has cluster support disabled", "LOADING Redis is loading the dataset",
			"NOAUTH Authentication required.", "NOPERM this user has no permissions",
			"ERR unknown command 'CLUSTER', with args beginning with: 'SLOTS'" })
	void errorOfAllIsTheReason(String error) {
		JedisDataException refusal = new JedisDataException(error);
		assertThatExceptionOfType(ErrorReply.class)
			.isThrownBy(() -> this.query.ask(SOURCE,
					new Script(Map.of("CLUSTER SHARDS", refusal, "CLUSTER NODES", refusal, "CLUSTER SLOTS", refusal))))
			.withMessage("answered with an error: " + error);
	}

	@Test
	void lostConnectionIsNotAskedAgain() {
		Script script = new Script(Map.of("CLUSTER SHARDS", new ViewException("connection reset")));
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> this.query.ask(SOURCE, script))
			.withMessage("connection reset");
		assertThat(script.roundTrips()).hasSize(1);
	}

	@Test
	void oneGarbledReplyOfTwoIsEnoughToFail() {
		Object shards = RecordedReply.shards("7.0/settled");
		Object nodes = RecordedReply.nodes("7.0/settled");
		List.of(Map.of("CLUSTER SHARDS", shards, "CLUSTER NODES", 7L),
				Map.of("CLUSTER SHARDS", 7L, "CLUSTER NODES", nodes))
			.forEach((replies) -> assertThatExceptionOfType(ViewException.class)
				.isThrownBy(() -> this.query.ask(SOURCE, new Script(replies))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "['master', 0, []]", "['slave', '10.0.0.1', 6379, 'connected', 0]" })
	void roleTellsAPrimary(String role) {
		assertThat(this.query.isPrimary(new Script(Map.of("ROLE", RecordedReply.json(role)))))
			.isEqualTo(role.contains("master"));
	}

	@Test
	void replyToRoleIsReadToItsEnd() {
		ByteArrayInputStream rest = new ByteArrayInputStream("*2\r\n:1\r\n:2\r\n".getBytes(StandardCharsets.UTF_8));
		InputStream replies = new SequenceInputStream(
				new ByteArrayInputStream("*2\r\n$6\r\nmaster\r\n".getBytes(StandardCharsets.UTF_8)), rest);
		ViewConnection connection = new ViewConnection() {

			@Override
			public <T extends @Nullable Object> T ask(List<String> commands, Function<InputStream, T> reader) {
				return reader.apply(replies);
			}

			@Override
			public void close() {
			}

		};
		assertThat(this.query.isPrimary(connection)).isTrue();
		assertThat(rest.available()).isZero();
	}

	@Test
	void refusedRoleIsAFailure() {
		assertThatExceptionOfType(ErrorReply.class)
			.isThrownBy(() -> this.query.isPrimary(new Script(Map.of("ROLE", Script.REFUSED))));
	}

}
