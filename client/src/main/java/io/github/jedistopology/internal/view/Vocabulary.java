package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.jedistopology.SlotRange;

/**
 * The words that sources have used, each as one string, and the slots that they have
 * listed: all of them name the same nodes and slots, which is most of what there is to
 * read in a large cluster. Of bounded size. Thread-safe.
 */
final class Vocabulary {

	/** Three for each of a thousand nodes leave room. */
	private static final int WORDS = 8192;

	private static final int LONGEST_WORD = 256;

	/** One for each of five hundred shards leaves room. */
	private static final int LISTS = 2048;

	/** A hundred ranges. */
	private static final int LONGEST_LIST = 1024;

	private final Memory<String> words = new Memory<>(WORDS, LONGEST_WORD, Vocabulary::makeWord);

	private final Memory<List<SlotRange>> slots = new Memory<>(LISTS, LONGEST_LIST, this::makeSlots);

	/** The word that some bytes are, in UTF-8. */
	String word(byte[] bytes, int start, int end) {
		return this.words.of(bytes, start, end);
	}

	/** The slots that some bytes list, as CLUSTER NODES does. */
	List<SlotRange> slots(byte[] bytes, int start, int end) {
		return this.slots.of(bytes, start, end);
	}

	private static String makeWord(byte[] bytes, int start, int end) {
		String word = new String(bytes, start, end - start, StandardCharsets.UTF_8);
		for (int i = 0; i < word.length(); i++) {
			if (word.charAt(i) == ' ' || Character.isISOControl(word.charAt(i))) {
				throw ViewException.unexpected("a word", ViewException.quote(word));
			}
		}
		return word;
	}

	private List<SlotRange> makeSlots(byte[] bytes, int start, int end) {
		Words words = new Words(bytes, this, ' ', start, end);
		SlotSet slots = new SlotSet();
		while (words.next()) {
			// [slot->-node], [slot-<-node]: on its way, listed with its owner.
			if (!words.startsWith('[')) {
				words.addTo(slots);
			}
		}
		return slots.ranges();
	}

}
