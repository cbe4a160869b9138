package io.github.jedistopology;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Rejects settings that make no sense, naming the setting, the value, and what would be
 * right.
 */
final class Checks {

	private Checks() {
	}

	static void positive(String setting, @Nullable Duration value) {
		if (value == null || value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(
					"%s is %s: expected a duration above zero, for example 500ms or 2s".formatted(setting, value));
		}
	}

	static void positive(String setting, int value) {
		atLeast(1, setting, value);
	}

	static void atLeast(int least, String setting, int value) {
		if (value < least) {
			throw new IllegalArgumentException("%s is %d: expected at least %d".formatted(setting, value, least));
		}
	}

}
