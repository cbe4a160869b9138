package io.github.jedistopology.internal.command;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.internal.connection.NodePool;
import io.github.jedistopology.internal.connection.Routes;

/**
 * Where a command goes that is meant for certain nodes, whatever its slot.
 */
interface Route {

	/**
	 * The node of the moment.
	 * @param routes the routes of the moment
	 * @return its pool, {@code null} when there is none at present
	 * @throws NodeLeftException if there will be none any more
	 */
	@Nullable NodePool in(Routes routes);

}
