package io.github.jedistopology;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.jedistopology.internal.view.View;

/**
 * Views written on a line, like {@link Shards}, with config epochs and the author's name
 * where they tell these: {@code b> a^5<a1:0-99 / b^7:100-199} is what b says.
 */
public final class Views {

	private static final Pattern EPOCH = Pattern.compile("([a-z0-9]+)\\^(\\d+)");

	private Views() {
	}

	public static View of(String text) {
		int end = text.indexOf('>');
		Map<String, Long> epochs = new HashMap<>();
		EPOCH.matcher(text).results().forEach((told) -> epochs.put(told.group(1), Long.valueOf(told.group(2))));
		return new View(
				Shards.of(EPOCH.matcher(text.substring(end + 1)).replaceAll((MatchResult told) -> told.group(1))),
				epochs, (end < 0) ? null : text.substring(0, end).strip());
	}

	/** Several views, with an ampersand between them. */
	public static List<View> listOf(String text) {
		return Arrays.stream(text.split("&")).map(Views::of).toList();
	}

}
