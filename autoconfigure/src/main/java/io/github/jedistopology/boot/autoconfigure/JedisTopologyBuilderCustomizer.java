package io.github.jedistopology.boot.autoconfigure;

import io.github.jedistopology.JedisTopology;

/**
 * Callback that a bean implements to tell the auto-configured {@link JedisTopology} what
 * properties cannot say. Properties are applied at order 0: beans of a higher order, and
 * those without an order, come after that and have the last word.
 */
@FunctionalInterface
public interface JedisTopologyBuilderCustomizer {

	/**
	 * Customizes the client that is about to be built.
	 * @param builder the builder to customize
	 */
	void customize(JedisTopology.Builder builder);

}
