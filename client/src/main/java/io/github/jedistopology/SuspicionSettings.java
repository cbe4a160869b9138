package io.github.jedistopology;

import java.time.Duration;

/**
 * How a node that does not answer is dealt with. While it is suspected, commands for its
 * slots are not sent: they wait for the node or its successor within their budgets.
 *
 * @param silence how long a node may owe a reply before it is probed, and how long it may
 * take to answer that
 * @param failFast whether commands for a suspected node fail at once instead, those that
 * are under way included
 * @param maxWaiting how many commands may wait for one suspected node; more fail at once
 */
public record SuspicionSettings(Duration silence, boolean failFast, int maxWaiting) {

	/**
	 * Suspected after 200 ms of silence and as many without an answer; 1,024 may wait.
	 */
	public static final SuspicionSettings DEFAULTS = new SuspicionSettings(Duration.ofMillis(200), false, 1024);

	public SuspicionSettings {
		Checks.positive("suspicion.silence", silence);
		Checks.positive("suspicion.maxWaiting", maxWaiting);
	}

}
