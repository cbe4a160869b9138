package io.github.jedistopology.internal.jedis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SourceConnection}.
 */
class SourceConnectionTests {

	private static final JedisClientConfig LOGIN = DefaultJedisClientConfig.builder()
		.user("app")
		.password("secret")
		.clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
		.build();

	private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

	@Test
	void asksInOneWriteAndLeavesTheRepliesAsTheyAre() throws IOException {
		SourceConnection connection = connection("+OK\r\n*1\r\n:7\r\n");
		this.sent.reset();
		InputStream replies = connection.ask(List.of("CLUSTER NODES", "ROLE"));
		assertThat(this.sent).hasToString("*2\r\n$7\r\nCLUSTER\r\n$5\r\nNODES\r\n*1\r\n$4\r\nROLE\r\n");
		assertThat(replies).hasContent("*1\r\n:7\r\n");
	}

	@Test
	void refusedLoginIsARefusal() {
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> connection("-WRONGPASS no\r\n"))
			.withMessage("WRONGPASS no");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$2147483647\r\n", "*1000000000\r\n", ":1\r\n", "HTTP/1.1 400 Bad Request\r\n", "", "+",
			"+OK" })
	void anythingElseIsNoLogin(String reply) {
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> connection(reply));
	}

	@Test
	void lineThatDoesNotEndIsNoLogin() {
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> connection("+" + "1".repeat(70_000)))
			.withMessageContaining("before its reply was complete");
	}

	private SourceConnection connection(String replies) {
		return new SourceConnection(() -> new Canned(replies.getBytes(StandardCharsets.UTF_8), this.sent), LOGIN);
	}

	/**
	 * A socket with nothing but prepared replies.
	 */
	static final class Canned extends Socket {

		private final InputStream replies;

		private final OutputStream sent;

		Canned(byte[] replies, OutputStream sent) {
			this.replies = new ByteArrayInputStream(replies);
			this.sent = sent;
		}

		@Override
		public boolean isBound() {
			return true;
		}

		@Override
		public boolean isConnected() {
			return true;
		}

		@Override
		public InputStream getInputStream() {
			return this.replies;
		}

		@Override
		public OutputStream getOutputStream() {
			return this.sent;
		}

	}

}
