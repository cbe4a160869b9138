package io.github.jedistopology;

import java.time.Duration;

/**
 * How the topology is kept up to date.
 *
 * @param interval how long the client goes without a refresh when nothing calls for one
 * @param sources how many known nodes a refresh asks, besides the configuration endpoint
 */
public record RefreshSettings(Duration interval, int sources) {

	/** At least every 30 s, three nodes at a time. */
	public static final RefreshSettings DEFAULTS = new RefreshSettings(Duration.ofSeconds(30), 3);

	public RefreshSettings {
		Checks.positive("refresh.interval", interval);
		Checks.positive("refresh.sources", sources);
	}

}
