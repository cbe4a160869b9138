package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Words}.
 */
class WordsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			"a bc d" | "a,bc,d"
			"a b "   | "a,b"
			"a  b"   | "a,,b"
			" a"     | ",a"
			""")
	void wordsComeInOrder(String text, String words) {
		assertThat(String.join(",", all(new Words(text, ' ')))).isEqualTo(words);
	}

	@Test
	void emptyTextHasNone() {
		assertThat(new Words("", ' ').next()).isFalse();
	}

	@Test
	void wordsOfALineEndWithIt() {
		Words lines = new Words("a b\nc d", '\n');
		lines.next();
		assertThat(all(lines.split(' '))).containsExactly("a", "b");
		lines.next();
		assertThat(all(lines.split(' '))).containsExactly("c", "d");
		assertThat(lines.next()).isFalse();
	}

	@Test
	void rangeIsOneSlotOrTwoWithADash() {
		Words words = new Words("7 8-16383 9-", ' ');
		words.next();
		assertThat(words.range()).hasToString("7");
		words.next();
		assertThat(words.range()).hasToString("8-16383");
		words.next();
		assertThatExceptionOfType(ViewException.class).isThrownBy(words::range).withMessageContaining("a number");
	}

	private static List<String> all(Words words) {
		List<String> all = new ArrayList<>();
		while (words.next()) {
			all.add(words.word());
		}
		return all;
	}

}
