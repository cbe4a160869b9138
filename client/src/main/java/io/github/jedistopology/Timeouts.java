package io.github.jedistopology;

import java.time.Duration;

/**
 * How long the client waits for what.
 *
 * @param connect for a connection to be opened, TLS handshake included
 * @param command for the reply to one try of a command
 * @param topologyQuery for one source's view of the cluster, dial included; no longer
 * than a refresh as a whole, for which see {@link RefreshSettings#timeout()}
 */
public record Timeouts(Duration connect, Duration command, Duration topologyQuery) {

	/** 1 s to connect, 2 s for a command, 1 s for a topology query. */
	public static final Timeouts DEFAULTS = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2),
			Duration.ofSeconds(1));

	public Timeouts {
		Checks.positive("timeouts.connect", connect);
		Checks.positive("timeouts.command", command);
		Checks.positive("timeouts.topologyQuery", topologyQuery);
	}

}
