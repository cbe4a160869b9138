package io.github.jedistopology;

import java.time.Duration;

/**
 * How the topology is kept up to date.
 *
 * @param interval how long the client goes without a refresh when nothing calls for one
 * @param sources how many known nodes a refresh asks, besides the configuration endpoint;
 * twice as many when they disagree
 * @param timeout how long a refresh as a whole may take, however many sources hang; at
 * least as long as one of them may take, which is {@link Timeouts#topologyQuery()}
 */
public record RefreshSettings(Duration interval, int sources, Duration timeout) {

	/** At least every 30 s, three nodes at a time, for 2 s at most. */
	public static final RefreshSettings DEFAULTS = new RefreshSettings(Duration.ofSeconds(30), 3,
			Duration.ofSeconds(2));

	public RefreshSettings {
		Checks.positive("refresh.interval", interval);
		Checks.positive("refresh.sources", sources);
		Checks.positive("refresh.timeout", timeout);
	}

}
