package io.github.jedistopology.internal.view;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link RespReader}.
 */
class RespReaderTests {

	private static final String TOO_LARGE = "sent a reply of more than 16 MB";

	@Test
	void readsOneElementAfterTheOther() {
		RespReader reader = reader("*3\r\n:-7\r\n$2\r\n\r\n\r\n*2\r\n+OK\r\n$-1\r\n*4\r\n$2\r\nid\r\n$0\r\n\r\n");
		assertThat(reader.array()).isEqualTo(3);
		assertThat(reader.number()).isEqualTo(-7);
		assertThat(reader.string()).isTrue();
		assertThat(reader).hasToString("\r\n");
		assertThat(reader.array()).isEqualTo(2);
		assertThat(reader.string()).isTrue();
		assertThat(reader.is("OK")).isTrue();
		assertThat(reader.string()).isFalse();
		assertThat(reader.is("OK")).isFalse();
		assertThat(reader.map()).isEqualTo(2);
		assertThat(reader.word()).isEqualTo("id");
		assertThat(reader.word()).isNull();
	}

	@Test
	void errorIsReadOnlyIfThereIsOne() {
		RespReader reader = reader("-ERR no\r\n:1\r\n-NOAUTH\r\n");
		assertThat(reader.error()).hasMessage("answered with an error: ERR no");
		assertThat(reader.error()).isNull();
		assertThat(reader.accepted().number()).isEqualTo(1);
		assertThatExceptionOfType(ViewConnection.ErrorReply.class).isThrownBy(reader::accepted)
			.withMessage("answered with an error: NOAUTH");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+OK\r\n", "-ERR\r\n", ":99999999999999999999999\r\n", "$0\r\n\r\n", "$-1\r\n", "*-1\r\n",
			"*0\r\n", "*2\r\n*1\r\n$3\r\nabc\r\n:7\r\n" })
	void skipsAnElementWithAllThatIsInIt(String element) {
		RespReader reader = reader(element + "$4\r\nnext\r\n");
		reader.skip();
		assertThat(reader.word()).isEqualTo("next");
	}

	@Test
	void stringsOfEverySizeAreReadAndSkippedHoweverTheyCome() {
		Random random = new Random(7);
		for (int length = 1; length < 40_000; length = length * 5 / 4 + 1) {
			String text = "a".repeat(length);
			byte[] reply = Resp.of(Stream.of(text, text, text, "end").map(RespReaderTests::bytes).toList());
			RespReader reader = new RespReader(new Drip(reply, random), new Vocabulary());
			assertThat(reader.string()).isTrue();
			assertThat(reader.is(text)).isTrue();
			reader.skip();
			assertThat(reader.bytes()).isEqualTo(bytes(text));
			assertThat(reader.requiredWord()).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@MethodSource("readings")
	void whatIsNotExpectedIsDescribed(Consumer<RespReader> reading, String reply, String reason) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> reading.accept(reader(reply)))
			.withMessage("its view has " + reason);
	}

	static Stream<Arguments> readings() {
		Consumer<RespReader> array = RespReader::array;
		Consumer<RespReader> number = RespReader::number;
		Consumer<RespReader> string = RespReader::string;
		return Stream.of(arguments(array, "$2\r\nid\r\n", "'id' where an array was expected"),
				arguments(array, "*-1\r\n", "null where an array was expected"),
				arguments(array, ":5\r\n", "5 where an array was expected"),
				arguments(number, "$-1\r\n", "null where an integer was expected"),
				arguments(number, ":4294967296\r\n", "4294967296 where an integer was expected"),
				arguments(number, "$100\r\n" + "x".repeat(100) + "\r\n",
						"'" + "x".repeat(80) + "…' where an integer was expected"),
				arguments(string, "*3\r\n", "an array of 3 where a string was expected"),
				arguments(string, "-ERR\r\n", "an error where a string was expected"),
				arguments((Consumer<RespReader>) RespReader::map, "*1\r\n",
						"an array of 1 where as many keys as values was expected"),
				arguments((Consumer<RespReader>) RespReader::bytes, "$0\r\n\r\n",
						"'' where a string with at least one character was expected"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 400 Bad Request\r\n", "\r\n", "_\r\n", "%1\r\n", ":\r\n", ":1x\r\n", ":1\rx",
			":9223372036854775808\r\n", ":11111111111111111111", "$11111111111111111111", "$x\r\n", "$-2\r\n",
			"$1\r\nab\r\n", "$1\r\na\rb", "*-2\r\n", "*x\r\n", "*1\r\n_\r\n", "*1\r\n+OK\rx", "*1\r\n$1\r\nab\r\n" })
	void whatIsNoReplyIsRefused(String text) {
		assertRefused(text, new ByteArrayInputStream(bytes(text)), "sent something that is no RESP2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+", "+OK", "+OK\r", ":", "$5\r\nabc", "$3\r\nabc", "*2\r\n:1\r\n", "*1\r\n",
			"*1000000\r\n", "$16000000\r\n", "*1\r\n$9000\r\n" })
	void whatIsCutOffIsRefused(String text) {
		assertRefused(text, new ByteArrayInputStream(bytes(text)),
				"ended the connection before its reply was complete");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$2147483647\r\n", "$99999999999999999\r\n", "$16777217\r\n", "*1000000000\r\n" })
	void whatAnnouncesTooMuchIsRefusedAtOnce(String text) {
		assertRefused(text, new ByteArrayInputStream(bytes(text)), TOO_LARGE);
	}

	@ParameterizedTest
	@CsvSource({ "+,1", "-,1", "*10000000,':1,'", "*10000000,'*1,'" })
	void whatNeverEndsIsRefused(String beginning, String rest) {
		String start = (beginning.length() > 1) ? beginning + "\r\n" : beginning;
		assertRefused(start, new SequenceInputStream(new ByteArrayInputStream(bytes(start)),
				new Endless(bytes(rest.replace(",", "\r\n")))), TOO_LARGE);
	}

	@Test
	void failureToReadIsPassedOn() {
		IOException failure = new IOException("reset");
		InputStream failing = new InputStream() {

			@Override
			public int read() throws IOException {
				throw failure;
			}

		};
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> new RespReader(failing, new Vocabulary()).array())
			.withCause(failure);
	}

	/** Reads it as what it begins as. */
	private static void assertRefused(String beginning, InputStream in, String reason) {
		RespReader reader = new RespReader(in, new Vocabulary());
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> {
			switch (beginning.charAt(0)) {
				case '-' -> reader.error();
				case ':' -> reader.number();
				case '$', '+' -> reader.string();
				default -> {
					for (int left = reader.array(); left > 0; left--) {
						reader.skip();
					}
				}
			}
		}).withMessage(reason);
	}

	private static RespReader reader(String text) {
		return new RespReader(new ByteArrayInputStream(bytes(text)), new Vocabulary());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Gives a few bytes at a time.
	 */
	private static final class Drip extends ByteArrayInputStream {

		private final Random random;

		Drip(byte[] bytes, Random random) {
			super(bytes);
			this.random = random;
		}

		@Override
		public synchronized int read(byte[] target, int offset, int length) {
			return super.read(target, offset, Math.min(length, 1 + this.random.nextInt(3000)));
		}

	}

	/**
	 * Repeats itself for ever.
	 */
	private static final class Endless extends InputStream {

		private final byte[] bytes;

		private int next;

		Endless(byte[] bytes) {
			this.bytes = bytes;
		}

		@Override
		public int read() {
			return this.bytes[this.next++ % this.bytes.length];
		}

	}

}
