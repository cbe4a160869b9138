package io.github.jedistopology.boot.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.boot.FakeConnections;
import io.github.jedistopology.boot.FakeTopologyManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * The table in the documentation names every meter, and nothing else.
 */
class MetricsDocumentationTests {

	private static final Pattern ROW = Pattern.compile("\\| `(redis\\.[a-z.]+)` \\| (\\w+) \\| ([^|]*) \\| [^|]+ \\|");

	@Test
	void namesEveryMeterWithTypeAndTags() throws IOException {
		assertThat(documented()).isNotEmpty().isEqualTo(registered());
	}

	private static Set<String> documented() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("..", "docs", "metrics.md"))) {
			return lines.map(ROW::matcher)
				.filter((row) -> row.matches())
				.map((row) -> "%s %s [%s]".formatted(row.group(1), row.group(2),
						Pattern.compile("`(\\w+)`")
							.matcher(row.group(3))
							.results()
							.map((tag) -> tag.group(1))
							.sorted()
							.collect(Collectors.joining(", "))))
				.collect(Collectors.toCollection(TreeSet::new));
		}
	}

	private static Set<String> registered() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		FakeTopologyManager manager = FakeTopologyManager.covered("default")
			.lastRefresh(FakeTopologyManager.report(Trigger.STARTUP, Outcome.CHANGED));
		new RedisTopologyMetrics(manager).bindTo(registry);
		new RedisCommandMetrics("default", mock(CommandStatistics.class)).bindTo(registry);
		new RedisPoolMetrics(manager,
				new FakeConnections().pool(new PoolState(new HostAndPort("a.test", 7000), 1, 1, 1, null)))
			.bindTo(registry);
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.map((id) -> "%s %s [%s]".formatted(id.getName(), id.getType().name().toLowerCase(Locale.ROOT),
					id.getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", "))))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
