package io.github.jedistopology.testkit.load;

/**
 * Checks what a load is told.
 */
final class Settings {

	private Settings() {
	}

	static int positive(String name, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
		}
		return value;
	}

}
