package io.github.jedistopology.boot.metrics;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.Redirection;

/**
 * Counters of the commands that were sent to one cluster, each with the cluster's name as
 * tag {@code cluster}:
 * <ul>
 * <li>{@code redis.commands.redirections}, by {@code type}</li>
 * <li>{@code redis.commands.retries}, for other reasons than redirections</li>
 * <li>{@code redis.commands.maybe.executed}, those that failed and may have been
 * executed</li>
 * <li>{@code redis.commands.resubscriptions}, subscriptions that had a gap</li>
 * </ul>
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
		Tags tags = Tags.of("cluster", this.clusterName);
		for (Redirection redirection : Redirection.values()) {
			FunctionCounter
				.builder("redis.commands.redirections", this.statistics,
						(statistics) -> statistics.redirections(redirection))
				.description("Commands that a node sent to another node")
				.tags(tags.and("type", redirection.name().toLowerCase(Locale.ROOT)))
				.register(registry);
		}
		FunctionCounter.builder("redis.commands.retries", this.statistics, CommandStatistics::retries)
			.description("Further tries of commands for other reasons than redirections")
			.tags(tags)
			.register(registry);
		FunctionCounter.builder("redis.commands.maybe.executed", this.statistics, CommandStatistics::maybeExecuted)
			.description("Commands that failed and may have been executed")
			.tags(tags)
			.register(registry);
		FunctionCounter.builder("redis.commands.resubscriptions", this.statistics, CommandStatistics::resubscriptions)
			.description("Subscriptions that were set up again, with a gap, because their node was gone")
			.tags(tags)
			.register(registry);
	}

}
