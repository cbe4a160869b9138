package io.github.jedistopology.internal.jedis;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BoundedReplies}.
 */
class BoundedRepliesTests {

	private static final String TOO_LARGE = "sent a reply of more than 16 MB";

	@Test
	void readsOneReplyAfterTheOther() throws IOException {
		BoundedReplies replies = replies("+OK\r\n:-7\r\n$2\r\n\r\n\r\n$0\r\n\r\n$-1\r\n*-1\r\n*2\r\n*0\r\n:1\r\n");
		assertThat(replies.read()).isEqualTo(bytes("OK"));
		assertThat(replies.read()).isEqualTo(-7L);
		assertThat(replies.read()).isEqualTo(bytes("\r\n"));
		assertThat(replies.read()).isEqualTo(bytes(""));
		assertThat(replies.read()).isNull();
		assertThat(replies.read()).isNull();
		assertThat(replies.read()).isEqualTo(List.of(List.of(), 1L));
	}

	@Test
	void errorIsThrownButKeptInAnArray() throws IOException {
		BoundedReplies replies = replies("-ERR no\r\n*2\r\n-ERR in it\r\n:1\r\n:2\r\n");
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(replies::read).withMessage("ERR no");
		assertThat((List<?>) replies.read()).first().isInstanceOf(JedisDataException.class);
		assertThat(replies.read()).isEqualTo(2L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 400 Bad Request\r\n", "\r\n", "_\r\n", "%1\r\n", ":\r\n", ":1x\r\n", ":1\rx",
			":9223372036854775808\r\n", ":11111111111111111111", "$11111111111111111111", "$x\r\n", "$-2\r\n",
			"$1\r\nab\r\n", "$1\r\na\rb", "*-2\r\n", "*x\r\n",
			"*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n" })
	void whatIsNoReplyIsRefused(String text) {
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> replies(text).read())
			.withMessage("sent something that is no RESP2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "+", "+OK", "+OK\r", ":", "$5\r\nabc", "$3\r\nabc", "*2\r\n:1\r\n", "*1000000000\r\n",
			"$16000000\r\n" })
	void whatIsCutOffIsRefused(String text) {
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> replies(text).read())
			.withMessage("ended the connection before its reply was complete");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$2147483647\r\n", "$9223372036854775807\r\n", "$16777216\r\n" })
	void whatAnnouncesTooMuchIsRefusedAtOnce(String text) {
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> replies(text).read())
			.withMessage(TOO_LARGE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "+", "-", "*1000000000\r\n", "*1000000000\r\n*1000000000\r\n" })
	void whatNeverEndsIsRefused(String beginning) {
		String rest = beginning.endsWith("\n") ? ":1\r\n" : "1";
		assertThatExceptionOfType(JedisConnectionException.class)
			.isThrownBy(() -> new BoundedReplies(new Endless(bytes(beginning), bytes(rest))).read())
			.withMessage(TOO_LARGE);
	}

	@Test
	void stringThatComesAgainIsRead() throws IOException {
		BoundedReplies replies = replies("*4\r\n$2\r\nid\r\n$4\r\nport\r\n$2\r\nid\r\n$2\r\nip\r\n");
		assertThat((List<?>) replies.read())
			.extracting((element) -> new String((byte[]) element, StandardCharsets.UTF_8))
			.containsExactly("id", "port", "id", "ip");
	}

	@Test
	void eachReplyMayBeLarge() throws IOException {
		byte[] large = new byte[10 * 1024 * 1024];
		Arrays.fill(large, (byte) 'a');
		String reply = "$" + large.length + "\r\n" + new String(large, StandardCharsets.UTF_8) + "\r\n";
		BoundedReplies replies = replies(reply + reply);
		assertThat((byte[]) replies.read()).hasSameSizeAs(large);
		assertThat((byte[]) replies.read()).hasSameSizeAs(large);
	}

	private static BoundedReplies replies(String text) {
		return new BoundedReplies(new ByteArrayInputStream(bytes(text)));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Repeats itself for ever.
	 */
	private static final class Endless extends InputStream {

		private final byte[] beginning;

		private final byte[] rest;

		private int next;

		Endless(byte[] beginning, byte[] rest) {
			this.beginning = beginning;
			this.rest = rest;
		}

		@Override
		public int read() {
			int index = this.next++;
			return (index < this.beginning.length) ? this.beginning[index]
					: this.rest[(index - this.beginning.length) % this.rest.length];
		}

	}

}
