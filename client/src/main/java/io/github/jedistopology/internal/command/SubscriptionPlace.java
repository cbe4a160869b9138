package io.github.jedistopology.internal.command;

import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisRedirectionException;

import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * Where a subscription belongs: with the owner of its slot or, since other messages reach
 * all nodes, with any primary that the others can reach. Belongs to one thread.
 */
final class SubscriptionPlace {

	private final CommandMeans means;

	private final int slot;

	/** The routes by which the present node is the right one. */
	private @Nullable Routes judged;

	SubscriptionPlace(CommandMeans means, int slot) {
		this.means = means;
		this.slot = slot;
	}

	/** The node to listen to, if there is any. */
	@Nullable NodePool choose() {
		Routes routes = this.means.pools().routes();
		this.judged = routes;
		if (this.slot != CommandPath.NO_SLOT) {
			return routes.primary(this.slot);
		}
		List<NodePool> trusted = routes.primaries().stream().filter((node) -> !node.isSuspected()).toList();
		List<NodePool> nodes = trusted.isEmpty() ? routes.primaries() : trusted;
		return nodes.isEmpty() ? null : nodes.get(this.means.random().nextInt(nodes.size()));
	}

	/** Whether a node is the wrong one by now; it may hear nothing and not know. */
	boolean isNot(NodePool node) {
		Routes routes = this.means.pools().routes();
		if (routes == this.judged) {
			return false;
		}
		this.judged = routes;
		if (this.slot != CommandPath.NO_SLOT) {
			NodePool owner = routes.primary(this.slot);
			return owner != null && owner != node;
		}
		return node.isRetired() || routes.topology()
			.nodeAt(node.endpoint())
			.filter((listed) -> listed.health() == NodeHealth.FAILED)
			.isPresent();
	}

	/** Whether there is no other choice than before. */
	boolean isStill(@Nullable NodePool node) {
		return this.slot == CommandPath.NO_SLOT || this.means.pools().routes().primary(this.slot) == node;
	}

	/** Takes note of where a node says that the slot is. */
	void learn(JedisRedirectionException redirection, NodePool node) {
		this.means.signals().moved(this.slot, this.means.target(redirection, node), node.endpoint());
	}

}
