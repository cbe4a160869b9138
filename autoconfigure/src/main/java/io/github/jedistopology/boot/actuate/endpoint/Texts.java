package io.github.jedistopology.boot.actuate.endpoint;

import java.util.Collection;
import java.util.List;

import io.github.jedistopology.ClusterNode;

/**
 * Slot ranges and addresses as their users write them.
 */
final class Texts {

	private Texts() {
	}

	static List<String> of(Collection<?> values) {
		return values.stream().map(Object::toString).toList();
	}

	static List<String> endpoints(Collection<ClusterNode> nodes) {
		return of(nodes.stream().map(ClusterNode::endpoint).toList());
	}

}
