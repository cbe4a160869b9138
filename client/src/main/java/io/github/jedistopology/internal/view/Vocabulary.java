package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * The words that sources have used, each as one string: all of them name the same nodes,
 * and in a large cluster these names are most of what there is to read. Of bounded size;
 * a word that finds no room is a new string each time. Thread-safe.
 */
final class Vocabulary {

	/** Three for each of a thousand nodes leave room. */
	private static final int SIZE = 8192;

	/** So many places may hold a word. */
	private static final int PLACES = 8;

	private static final int LONGEST = 256;

	private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(SIZE);

	/** The word that some bytes are, in UTF-8. */
	String word(byte[] bytes, int start, int end) {
		int first = hash(bytes, start, end);
		int place = first;
		for (int i = 0; i < PLACES; i++) {
			Entry known = this.entries.get((first + i) % SIZE);
			if (known == null) {
				place = first + i;
				break;
			}
			if (Arrays.equals(known.bytes, 0, known.bytes.length, bytes, start, end)) {
				return known.word;
			}
		}
		String word = new String(bytes, start, end - start, StandardCharsets.UTF_8);
		requireWord(word);
		if (word.length() <= LONGEST) {
			this.entries.set(place % SIZE, new Entry(Arrays.copyOfRange(bytes, start, end), word));
		}
		return word;
	}

	private static void requireWord(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == ' ' || Character.isISOControl(text.charAt(i))) {
				throw ViewException.unexpected("a word", ViewException.quote(text));
			}
		}
	}

	private static int hash(byte[] bytes, int start, int end) {
		CRC32 checksum = new CRC32();
		checksum.update(bytes, start, end - start);
		return (int) checksum.getValue() >>> Byte.SIZE;
	}

	private record Entry(byte[] bytes, String word) {

	}

}
