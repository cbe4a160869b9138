package io.github.jedistopology.testkit.adversary;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Reply}.
 */
class ReplyTests {

	@Test
	void repliesAreEncodedAsTheProtocolSays() {
		assertThat(Reply.ok()).hasToString("+OK\r\n");
		assertThat(Reply.simple("PONG")).hasToString("+PONG\r\n");
		assertThat(Reply.error("MOVED 1 a:2")).hasToString("-MOVED 1 a:2\r\n");
		assertThat(Reply.integer(-7)).hasToString(":-7\r\n");
		assertThat(Reply.bulk("grüezi")).hasToString("$7\r\ngrüezi\r\n");
		assertThat(Reply.nil()).hasToString("$-1\r\n");
		assertThat(Reply.array()).hasToString("*0\r\n");
		assertThat(Reply.array(Reply.integer(1), Reply.array(Reply.bulk(""))))
			.hasToString("*2\r\n:1\r\n*1\r\n$0\r\n\r\n");
	}

	@Test
	void rawBytesStayAsTheyAre() {
		byte[] bytes = { (byte) 0xff, 0, 13 };
		Reply reply = Reply.raw(bytes);
		bytes[0] = 0;
		reply.bytes()[1] = 1;
		assertThat(reply.bytes()).containsExactly(0xff, 0, 13);
	}

	@Test
	void aTextThatWouldBreakTheLineIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Reply.error("ERR\r\n+OK"))
			.withMessageStartingWith("text must be one line");
	}

}
