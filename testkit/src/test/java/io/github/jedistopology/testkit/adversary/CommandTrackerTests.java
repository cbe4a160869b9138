package io.github.jedistopology.testkit.adversary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandTracker}.
 */
class CommandTrackerTests {

	private static final String INCR = "*2\r\n$4\r\nINCR\r\n$3\r\nkey\r\n";

	private final CommandTracker tracker = new CommandTracker();

	@Test
	void aNameIsKnownWithItsLastByte() {
		assertThat(feed("*2\r\n$4\r\nINC")).isEmpty();
		assertThat(this.tracker.isUndecided()).isTrue();
		assertThat(feed("R")).containsExactly("INCR");
		assertThat(this.tracker.isUndecided()).isFalse();
		assertThat(this.tracker.isBetweenCommands()).isFalse();
	}

	@Test
	void theNextCommandIsUndecidedFromItsFirstByte() {
		feed(INCR + "*");
		assertThat(this.tracker.isUndecided()).isTrue();
	}

	@Test
	void aCommandEndsWithItsLastByte() {
		feed(INCR.substring(0, INCR.length() - 1));
		assertThat(this.tracker.isBetweenCommands()).isFalse();
		feed("\n");
		assertThat(this.tracker.isBetweenCommands()).isTrue();
		assertThat(this.tracker.isUndecided()).isFalse();
	}

	@Test
	void argumentsAreNotMistakenForCommands() {
		String set = "*3\r\n$3\r\nSET\r\n$" + INCR.length() + "\r\n" + INCR + "\r\n$0\r\n\r\n";
		assertThat(feed(set + "*1\r\n$4\r\nPING\r\n" + INCR)).containsExactly("SET", "PING", "INCR");
		assertThat(this.tracker.isBetweenCommands()).isTrue();
	}

	@Test
	void anArgumentMayBeLong() {
		assertThat(feed("*2\r\n$4\r\nECHO\r\n$100000\r\n" + "x".repeat(100_000) + "\r\n" + INCR))
			.containsExactly("ECHO", "INCR");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PING\r\n", "*0\r\n", "*-1\r\n", "*x\r\n", "*1\n", "*1\r\n:4\r\n", "*1\r\n$-1\r\n",
			"*1\r\n$65\r\n", "*9999999999\r\n", "\u0016\u0003\u0001\n" })
	void whatIsNotRespIsNotFollowed(String bytes) {
		assertThat(feed(bytes + INCR)).isEmpty();
		assertThat(this.tracker.isBetweenCommands()).isFalse();
		assertThat(this.tracker.isUndecided()).isFalse();
	}

	@Test
	void anEndlessLineIsNotHeldForEver() {
		feed("x".repeat(100));
		assertThat(this.tracker.isUndecided()).isFalse();
	}

	private List<String> feed(String bytes) {
		List<String> names = new ArrayList<>();
		for (byte b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
			String name = this.tracker.next(b);
			if (name != null) {
				names.add(name);
			}
		}
		return names;
	}

}
