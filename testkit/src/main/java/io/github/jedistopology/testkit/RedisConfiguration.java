package io.github.jedistopology.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Writes the redis.conf of a node.
 */
final class RedisConfiguration {

	private final LabSettings settings;

	private final List<Directive> tls;

	/**
	 * @param tls what redis.conf has to say about certificates; empty without TLS
	 */
	RedisConfiguration(LabSettings settings, List<Directive> tls) {
		this.settings = settings;
		this.tls = List.copyOf(tls);
	}

	String of(NodeAddress address, @Nullable String hostName) {
		List<Directive> directives = new ArrayList<>(List.of(
		// @formatter:off
				Directive.of("bind", address.ip()),
				Directive.of("bind-source-addr", address.ip()),
				Directive.of("protected-mode", "no"),
				Directive.of("port", this.settings.tls() ? 0 : address.port()),
				Directive.of("tls-port", this.settings.tls() ? address.port() : 0),
				// DEBUG SLEEP and the like: users of the lab may break more than it does.
				Directive.of("enable-debug-command", "yes"),
				Directive.of("save", ""),
				Directive.of("appendonly", "no"),
				// Nor does a replica keep what it was sent to begin with: restarted as a
				// primary, it would go back to that.
				Directive.of("rdb-del-sync-files", "yes"),
				// Replicas are in sync at once, not after the usual wait for more of them.
				Directive.of("repl-diskless-sync", "yes"),
				Directive.of("repl-diskless-sync-delay", 0),
				Directive.of("cluster-enabled", "yes"),
				Directive.of("cluster-config-file", "nodes.conf"),
				Directive.of("cluster-port", address.busPort()),
				Directive.of("cluster-announce-ip", address.ip()),
				Directive.of("cluster-preferred-endpoint-type", this.settings.endpointType().directive()),
				Directive.of("cluster-node-timeout", this.settings.nodeTimeout().toMillis()),
				Directive.of("cluster-require-full-coverage", this.settings.fullCoverage() ? "yes" : "no"),
				// A drained primary stays a primary without slots, as in ElastiCache, and
				// replicas stay where the lab puts them.
				Directive.of("cluster-allow-replica-migration", "no")));
				// @formatter:on
		if (hostName != null) {
			directives.add(Directive.of("cluster-announce-hostname", hostName));
		}
		directives.addAll(this.settings.access().directives());
		directives.addAll(this.tls);
		return directives.stream().map(Directive::line).collect(Collectors.joining("\n", "", "\n"));
	}

}
