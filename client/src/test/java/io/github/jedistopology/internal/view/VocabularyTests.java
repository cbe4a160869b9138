package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Vocabulary}.
 */
class VocabularyTests {

	private final Vocabulary vocabulary = new Vocabulary();

	@ParameterizedTest
	@ValueSource(strings = { "a", "redis-0001.test", "rédis" })
	void wordIsTheSameStringEachTime(String text) {
		String word = word(text);
		assertThat(word).isEqualTo(text);
		assertThat(word(text)).isSameAs(word);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a\nb", "\0", "a\u0085" })
	void whatIsNoWordIsRefusedEachTime(String text) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> word(text))
			.withMessageContaining("where a word was expected");
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> word(text));
	}

	@Test
	void wordMayBePartOfAText() {
		assertThat(this.vocabulary.word(bytes("a bc d"), 2, 4)).isEqualTo("bc");
	}

	@Test
	void whatFindsNoRoomIsReadAllTheSame() {
		for (int i = 0; i < 100_000; i++) {
			assertThat(word("node-" + i)).isEqualTo("node-" + i);
		}
		assertThat(word("x".repeat(100_000))).hasSize(100_000);
	}

	private String word(String text) {
		byte[] bytes = bytes(text);
		return this.vocabulary.word(bytes, 0, bytes.length);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
