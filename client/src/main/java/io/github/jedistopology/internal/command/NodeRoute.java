package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * To one node, as long as it is listed with the role that it had.
 *
 * @param node the node
 */
record NodeRoute(ClusterNode node) implements Route {

	@Override
	public @Nullable NodePool in(Routes routes) {
		return routes.topology()
			.nodes()
			.stream()
			.filter((listed) -> listed.id().equals(this.node.id()) && listed.role() == this.node.role())
			.findFirst()
			.map((listed) -> routes.pool(listed.endpoint()))
			.orElseThrow(() -> new NodeLeftException(this.node.endpoint()));
	}

}
