package io.github.jedistopology.internal.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.SlotRange;
import io.github.jedistopology.internal.view.ViewConnection.ErrorReply;

/**
 * Takes decoded RESP2 replies apart; what has not the expected shape is a
 * {@link ViewException}.
 */
final class Reply {

	private static final int LONG = 80;

	private Reply() {
	}

	/** Unless it is an error. */
	static @Nullable Object accepted(@Nullable Object reply) {
		if (reply instanceof ErrorReply error) {
			throw error;
		}
		return reply;
	}

	static List<?> list(@Nullable Object reply) {
		if (reply instanceof List<?> list) {
			return list;
		}
		throw unexpected("an array", reply);
	}

	static int number(@Nullable Object reply) {
		if (reply instanceof Long number) {
			return number(number.longValue());
		}
		throw unexpected("an integer", reply);
	}

	private static int number(long number) {
		if (number != (int) number) {
			throw unexpected("an integer", number);
		}
		return (int) number;
	}

	/** Whether it is just this text, in ASCII. */
	static boolean is(@Nullable Object reply, String text) {
		if (!(reply instanceof byte[] bytes) || bytes.length != text.length()) {
			return false;
		}
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] != text.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/** What has at least one byte. */
	static byte[] requiredBytes(@Nullable Object reply) {
		if (reply instanceof byte[] bytes && bytes.length > 0) {
			return bytes;
		}
		throw unexpected("a string with at least one character", reply);
	}

	static Fields fields(@Nullable Object reply) {
		List<?> entries = list(reply);
		if (entries.size() % 2 != 0) {
			throw unexpected("as many keys as values", reply);
		}
		return new Fields(entries);
	}

	/** First and last slots in turn. */
	static List<SlotRange> slots(List<?> bounds) {
		if (bounds.size() % 2 != 0) {
			throw new ViewException("its view has a slot range that is none: it has no end");
		}
		List<SlotRange> ranges = new ArrayList<>(bounds.size() / 2);
		for (int i = 0; i < bounds.size(); i += 2) {
			ranges.add(range(number(bounds.get(i)), number(bounds.get(i + 1))));
		}
		return ordered(ranges);
	}

	static List<SlotRange> ordered(List<SlotRange> ranges) {
		ranges.sort(Comparator.comparingInt(SlotRange::start));
		return ranges;
	}

	static SlotRange range(long first, long last) {
		try {
			return new SlotRange(number(first), number(last));
		}
		catch (IllegalArgumentException ex) {
			throw new ViewException("its view has a slot range that is none: " + ex.getMessage(), ex);
		}
	}

	/** Only if it is an IP address. */
	static @Nullable String numeric(@Nullable String host) {
		if (host == null || host.indexOf(':') >= 0) {
			return host;
		}
		for (int i = 0; i < host.length(); i++) {
			if (host.charAt(i) != '.' && (host.charAt(i) < '0' || host.charAt(i) > '9')) {
				return null;
			}
		}
		return host;
	}

	static ViewException unexpected(String expected, @Nullable Object reply) {
		return new ViewException("its view has %s where %s was expected".formatted(describe(reply), expected));
	}

	private static String describe(@Nullable Object reply) {
		if (reply instanceof byte[] bytes) {
			return quote(new String(bytes, 0, Math.min(bytes.length, 2 * LONG), StandardCharsets.UTF_8));
		}
		if (reply instanceof String text) {
			return quote(text);
		}
		return (reply instanceof List<?> list) ? "an array of " + list.size() : String.valueOf(reply);
	}

	private static String quote(String text) {
		return "'" + ((text.length() > LONG) ? text.substring(0, LONG) + "…" : text) + "'";
	}

	/**
	 * A map in RESP2. A large cluster has thousands, so that nothing is set up to look
	 * into one.
	 *
	 * @param entries keys and values in turn
	 */
	record Fields(List<?> entries) {

		@Nullable Object get(String name) {
			for (int i = 0; i < this.entries.size(); i += 2) {
				if (is(this.entries.get(i), name)) {
					return this.entries.get(i + 1);
				}
			}
			return null;
		}

	}

}
