package io.github.jedistopology.boot.actuate.endpoint;

import java.util.Collection;
import java.util.List;

/**
 * Slot ranges and addresses as their users write them.
 */
final class Texts {

	private Texts() {
	}

	static List<String> of(Collection<?> values) {
		return values.stream().map(Object::toString).toList();
	}

}
