package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;
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
		assertThat(String.join(",", all(words(text, ' ')))).isEqualTo(words);
	}

	@Test
	void emptyTextHasNone() {
		assertThat(words("", ' ').next()).isFalse();
	}

	@Test
	void wordsOfALineEndWithIt() {
		Words lines = words("a b\nc d", '\n');
		lines.next();
		assertThat(all(lines.split(' '))).containsExactly("a", "b");
		lines.next();
		assertThat(all(lines.split(' '))).containsExactly("c", "d");
		assertThat(lines.next()).isFalse();
	}

	@Test
	void rangeIsOneSlotOrTwoWithADash() {
		SlotSet slots = new SlotSet();
		Words words = words("7 9-16383 8-", ' ');
		words.next();
		words.addTo(slots);
		words.next();
		words.addTo(slots);
		assertThat(slots.ranges()).hasToString("[7, 9-16383]");
		words.next();
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> words.addTo(slots))
			.withMessageContaining("a number");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			link 5 0-2 [7->-aaaa] [8-<-bbbb] | [0-2, 5]
			link                             | []
			""")
	void theRestIsAListOfSlots(String text, String slots) {
		Words words = words(text, ' ');
		words.next();
		assertThat(words.slots()).hasToString(slots);
	}

	@Test
	void wordCanBeTakenApart() {
		Words words = words("fe80::1:6379", ' ');
		words.next();
		int colon = words.lastIndexOf(':');
		assertThat(words.first(colon)).isEqualTo("fe80::1");
		assertThat(words.numberFrom(colon + 1)).isEqualTo(6379);
		assertThat(words.lastIndexOf('@')).isEqualTo(-1);
	}

	@Test
	void presentWordIsTheWholeTextAtFirst() {
		Words words = words("a,b c", ' ');
		assertThat(words.is("a,b c")).isTrue();
		words.next();
		Words parts = words.split(',');
		assertThat(parts.is("a,b")).isTrue();
		assertThat(all(parts.split(','))).containsExactly("a", "b");
		assertThat(parts.next()).isTrue();
		assertThat(parts.is("a")).isTrue();
		assertThat(parts.is("ab")).isFalse();
		assertThat(parts.is("b")).isFalse();
	}

	@Test
	void numberIsWhatFitsIntoALong() {
		Words words = words("9223372036854775807 9223372036854775808", ' ');
		words.next();
		assertThat(words.number()).isEqualTo(Long.MAX_VALUE);
		words.next();
		assertThatExceptionOfType(ViewException.class).isThrownBy(words::number).withMessageContaining("a number");
	}

	private static Words words(String text, char separator) {
		return new Words(text.getBytes(StandardCharsets.UTF_8), new Vocabulary(), separator);
	}

	private static List<String> all(Words words) {
		List<String> all = new ArrayList<>();
		while (words.next()) {
			all.add(words.word());
		}
		return all;
	}

}
