package io.github.jedistopology.testkit.adversary;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link RespReader}.
 */
class RespReaderTests {

	@Test
	void commandsAreReadOneByOneUntilTheEnd() throws IOException {
		RespReader reader = reader("*2\r\n$3\r\nGET\r\n$4\r\na\r\nb\r\n*1\r\n$4\r\nPING\r\n");
		assertThat(reader.command()).isEqualTo(List.of("GET", "a\r\nb"));
		assertThat(reader.command()).isEqualTo(List.of("PING"));
		assertThat(reader.command()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PING\r\n", "*0\r\n", "*-1\r\n", "*x\r\n", "*1\r\n:4\r\n", "*1\r\n$-1\r\n", "*1\rx" })
	void whatIsNoCommandIsRefused(String bytes) {
		assertThatIOException().isThrownBy(() -> reader(bytes).command());
	}

	@ParameterizedTest
	@ValueSource(strings = { "*1", "*1\r\n", "*1\r\n$4\r\nPI" })
	void aCommandThatIsCutOffIsRefused(String bytes) {
		assertThatIOException().isThrownBy(() -> reader(bytes).command());
	}

	@ParameterizedTest
	@ValueSource(strings = { "+OK\r\n", "-ERR no\r\n", ":-5\r\n", "$-1\r\n", "$0\r\n\r\n", "$4\r\na\r\nb\r\n",
			"*-1\r\n", "*0\r\n", "*2\r\n*2\r\n:1\r\n$1\r\nx\r\n+OK\r\n" })
	void aReplyIsReadByteForByteAndNotFurther(String bytes) throws IOException {
		RespReader reader = reader(bytes + "+next\r\n");
		assertThat(reader.reply()).asString().isEqualTo(bytes);
		assertThat(reader.reply()).asString().isEqualTo("+next\r\n");
	}

	@Test
	void aReplyThatIsCutOffIsRefused() {
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> reader("$4\r\nab").reply());
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> reader("*2\r\n:1\r\n").reply());
	}

	@Test
	void aResp3ReplyIsRefused() {
		assertThatIOException().isThrownBy(() -> reader("%1\r\n+a\r\n+b\r\n").reply())
			.withMessageContaining("Not a RESP2 reply");
	}

	@Test
	void anEndlessLineIsRefused() {
		assertThatIOException().isThrownBy(() -> reader("+" + "x".repeat(20_000)).reply())
			.withMessageContaining("a line of more than");
	}

	private static RespReader reader(String bytes) {
		return new RespReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)));
	}

}
