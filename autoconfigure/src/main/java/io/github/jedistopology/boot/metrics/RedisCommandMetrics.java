package io.github.jedistopology.boot.metrics;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.Redirection;

/**
 * Meters of the commands that were sent to one cluster, each with the cluster's name as
 * tag {@code cluster}: {@code redis.commands.redirections}, a counter, by {@code type};
 * {@code redis.commands.resubscriptions}, a counter.
 */
public final class RedisCommandMetrics implements MeterBinder {

	private final String clusterName;

	private final CommandStatistics statistics;

	/**
	 * Meters of one cluster.
	 * @param clusterName the name that the application has given to the cluster
	 * @param statistics counts of what happened to commands
	 */
	public RedisCommandMetrics(String clusterName, CommandStatistics statistics) {
		this.clusterName = clusterName;
		this.statistics = statistics;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Redirection redirection : Redirection.values()) {
			FunctionCounter
				.builder("redis.commands.redirections", this.statistics,
						(statistics) -> statistics.redirections(redirection))
				.description("Commands that a node sent to another node")
				.tags("cluster", this.clusterName, "type", redirection.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		FunctionCounter.builder("redis.commands.resubscriptions", this.statistics, CommandStatistics::resubscriptions)
			.description("Subscriptions that were set up again, with a gap, because their node was gone")
			.tags("cluster", this.clusterName)
			.register(registry);
	}

}
