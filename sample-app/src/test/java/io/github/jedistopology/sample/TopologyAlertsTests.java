package io.github.jedistopology.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.HostAndPort;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.boot.event.RedisTopologyEvent;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TopologyAlertsTests {

	private static final HostAndPort NODE = new HostAndPort("node.test", 6379);

	@Test
	void alertsWhenSlotsAreLost(CapturedOutput output) {
		publish(changed(topology(1, 16383), topology(2, 16000)));
		assertThat(output).contains("ALERT: nobody serves slots [16001-16383] of Redis Cluster 'orders'");
	}

	@Test
	void alertsWhenNoSourceAnswers(CapturedOutput output) {
		publish(refreshed(Outcome.FAILED));
		assertThat(output).contains("ALERT: no source of Redis Cluster 'orders' answers: [node.test:6379: timed out]");
	}

	@Test
	void isQuietWhenAllIsWell(CapturedOutput output) {
		publish(changed(topology(1, 16000), topology(2, 16383)));
		publish(refreshed(Outcome.UNCHANGED));
		assertThat(output).doesNotContain("ALERT");
	}

	@Test
	void theDocumentationShowsThisListener() throws IOException {
		String source = Files
			.readString(Path.of("src", "main", "java", TopologyAlerts.class.getName().replace('.', '/') + ".java"));
		assertThat(Path.of("..", "docs", "actuator.md")).content()
			.contains(source.substring(source.indexOf("@Component")));
	}

	private static void publish(RedisTopologyEvent event) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				TopologyAlerts.class)) {
			context.publishEvent(event);
		}
	}

	private static RedisTopologyEvent changed(Topology before, Topology after) {
		return new RedisTopologyEvent.Changed("orders",
				new TopologyChange(before, after, Trigger.PERIODIC, List.of(), Map.of()));
	}

	private static RedisTopologyEvent refreshed(Outcome outcome) {
		return new RedisTopologyEvent.Refreshed("orders", new RefreshReport(Trigger.PERIODIC, Instant.EPOCH,
				Duration.ZERO, outcome, null, List.of(new SourceReport(NODE, "timed out"))));
	}

	private static Topology topology(long version, int lastSlot) {
		return Topology.of(version, Instant.EPOCH,
				List.of(new Shard(ClusterNode.unidentified(NODE), List.of(), List.of(new SlotRange(0, lastSlot)))));
	}

}
