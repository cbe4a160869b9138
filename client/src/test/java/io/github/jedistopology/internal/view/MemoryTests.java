package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Memory}.
 */
class MemoryTests {

	private static final int SIZE = 64;

	private static final int LONGEST = 10;

	private final List<String> made = new ArrayList<>();

	private final Memory<String> memory = new Memory<>(SIZE, LONGEST, (bytes, start, end) -> {
		String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
		if (text.startsWith("?")) {
			throw new ViewException(text);
		}
		this.made.add(text);
		return text;
	});

	@Test
	void nothingIsMadeTwice() {
		String first = of("once");
		assertThat(of("once")).isSameAs(first);
		assertThat(this.memory.of(bytes("at once!"), 3, 7)).isSameAs(first);
		assertThat(of("")).isEmpty();
		assertThat(of("")).isEmpty();
		assertThat(this.made).containsExactly("once", "");
	}

	@Test
	void whatIsTooLongOrFindsNoRoomIsMadeEachTime() {
		assertThat(of("x".repeat(LONGEST + 1))).isNotSameAs(of("x".repeat(LONGEST + 1)));
		for (int i = 0; i < 100 * SIZE; i++) {
			assertThat(of("text-" + i)).isEqualTo("text-" + i);
		}
		String last = of("last");
		assertThat(of("last")).as("the newest is remembered").isSameAs(last);
	}

	@Test
	void failureIsNotRemembered() {
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ViewException.class).isThrownBy(() -> of("?")).withMessage("?");
		}
	}

	private String of(String text) {
		byte[] bytes = bytes(text);
		return this.memory.of(bytes, 0, bytes.length);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
