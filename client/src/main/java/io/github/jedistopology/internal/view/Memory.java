package io.github.jedistopology.internal.view;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of texts, so that nothing is made of them again: sources repeat
 * one another, and themselves. Of bounded size; what finds no room is made each time.
 * Thread-safe.
 *
 * @param <T> what is made of a text, immutable
 */
final class Memory<T> {

	/** So many places may hold a text. */
	private static final int PLACES = 8;

	private final AtomicReferenceArray<@Nullable Entry<T>> entries;

	private final int longest;

	private final Maker<T> maker;

	/**
	 * A memory.
	 * @param size how many texts it has room for
	 * @param longest how many bytes a text may have that is worth remembering
	 * @param maker makes something of a text, always the same
	 */
	Memory(int size, int longest, Maker<T> maker) {
		this.entries = new AtomicReferenceArray<>(size);
		this.longest = longest;
		this.maker = maker;
	}

	/** What is made of a part of some bytes. */
	T of(byte[] bytes, int start, int end) {
		int size = this.entries.length();
		int first = hash(bytes, start, end);
		int place = first;
		for (int i = 0; i < PLACES; i++) {
			Entry<T> known = this.entries.get((first + i) % size);
			if (known == null) {
				place = first + i;
				break;
			}
			if (Arrays.equals(known.text, 0, known.text.length, bytes, start, end)) {
				return known.made;
			}
		}
		T made = this.maker.make(bytes, start, end);
		if (end - start <= this.longest) {
			this.entries.set(place % size, new Entry<>(Arrays.copyOfRange(bytes, start, end), made));
		}
		return made;
	}

	private static int hash(byte[] bytes, int start, int end) {
		CRC32 checksum = new CRC32();
		checksum.update(bytes, start, end - start);
		return (int) checksum.getValue() >>> Byte.SIZE;
	}

	/**
	 * Makes something of a text.
	 */
	interface Maker<T> {

		T make(byte[] bytes, int start, int end);

	}

	private record Entry<T>(byte[] text, T made) {

	}

}
