package io.github.jedistopology.boot.metrics;

import java.util.EnumMap;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.Redirection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RedisCommandMetricsTests {

	@Test
	void countsRedirectionsByType() {
		Map<Redirection, Long> counts = new EnumMap<>(Map.of(Redirection.MOVED, 3L, Redirection.ASK, 4L));
		CommandStatistics statistics = mock(CommandStatistics.class);
		given(statistics.redirections(any())).willAnswer((call) -> counts.get(call.<Redirection>getArgument(0)));
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new RedisCommandMetrics("orders", statistics).bindTo(registry);
		assertThat(redirections(registry, "moved")).isEqualTo(3);
		assertThat(redirections(registry, "ask")).isEqualTo(4);
		counts.put(Redirection.ASK, 5L);
		assertThat(redirections(registry, "ask")).isEqualTo(5);
	}

	@Test
	void countsRetriesAndWhatMayHaveBeenExecuted() {
		CommandStatistics statistics = mock(CommandStatistics.class);
		given(statistics.retries()).willReturn(6L);
		given(statistics.maybeExecuted()).willReturn(7L);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new RedisCommandMetrics("orders", statistics).bindTo(registry);
		assertThat(registry.get("redis.commands.retries").tag("cluster", "orders").functionCounter().count())
			.isEqualTo(6);
		assertThat(registry.get("redis.commands.maybe.executed").tag("cluster", "orders").functionCounter().count())
			.isEqualTo(7);
	}

	@Test
	void countsSubscriptionsThatWereSetUpAgain() {
		CommandStatistics statistics = mock(CommandStatistics.class);
		given(statistics.resubscriptions()).willReturn(5L);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new RedisCommandMetrics("orders", statistics).bindTo(registry);
		assertThat(registry.get("redis.commands.resubscriptions").tags("cluster", "orders").functionCounter().count())
			.isEqualTo(5);
	}

	private static double redirections(SimpleMeterRegistry registry, String type) {
		return registry.get("redis.commands.redirections")
			.tags("cluster", "orders", "type", type)
			.functionCounter()
			.count();
	}

}
