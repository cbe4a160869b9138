package io.github.jedistopology;

/**
 * Told of what happens to a topology. Calls come one at a time and in order, on a thread
 * of the topology manager's own; what a listener throws is logged and stops nobody else.
 */
public interface TopologyListener {

	/**
	 * A new topology has been published.
	 * @param change what it was and what it is
	 */
	default void topologyChanged(TopologyChange change) {
	}

	/**
	 * A refresh has ended, with or without a change.
	 * @param report what it did and found
	 */
	default void refreshed(RefreshReport report) {
	}

}
