package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that fail, are replaced, or come back.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class FailureScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void commandsGoOnAtThePromotedReplicaOfAKilledPrimary() {
		try (RedisClusterLab lab = lab(1); JedisTopology cluster = start(lab)) {
			LabNode victim = lab.primaries().get(0);
			try (VerifiedLoad load = VerifiedLoad.on(cluster.client()).rate(500).start()) {
				lab.kill(victim);
				Awaitility.await()
					.atMost(PATIENCE)
					.until(() -> cluster.topologyManager()
						.topology()
						.shards()
						.stream()
						.noneMatch((shard) -> shard.serving() && shard.primary().id().equals(victim.id())));
				long errors = load.report().errorCount();
				long operations = load.report().operations();
				Awaitility.await().atMost(PATIENCE).until(() -> load.report().operations() > operations + 1000);
				assertThat(load.report().errorCount())
					.as("errors after the promotion is known: %s", load.report().failures())
					.isLessThanOrEqualTo(errors + 8);
			}
		}
	}

	@Test
	void everyNodeIsReplacedWhileTheClientIsIdle() {
		try (RedisClusterLab lab = lab(0); JedisTopology cluster = start(lab)) {
			List<String> before = ids(cluster);
			cluster.client().set("key", "value");
			lab.replaceEveryNode();
			assertThat(cluster.client().get("key")).isEqualTo("value");
			RefreshReport report = cluster.topologyManager().refresh().join();
			assertThat(report.outcome()).isNotEqualTo(Outcome.FAILED);
			assertThat(ids(cluster)).hasSize(3).doesNotContainAnyElementsOf(before);
		}
	}

	/** Connections lie idle in the pools when their node dies, and it is soon back. */
	@Test
	void idleConnectionsOfANodeThatWasRestartedLeaveNoCommandInDoubt() throws Exception {
		try (RedisClusterLab lab = lab(0); JedisTopology cluster = start(lab)) {
			List<String> keys = IntStream.range(0, 30).mapToObj((i) -> "key:" + i).toList();
			ExecutorService threads = Executors.newFixedThreadPool(8);
			try {
				incrementAll(cluster, keys, threads);
				LabNode restarted = lab.primaries().get(0);
				lab.kill(restarted);
				lab.restart(restarted);
				incrementAll(cluster, keys, threads);
			}
			finally {
				threads.shutdownNow();
			}
		}
	}

	private static void incrementAll(JedisTopology cluster, List<String> keys, ExecutorService threads)
			throws Exception {
		List<Callable<Long>> commands = keys.stream()
			.<Callable<Long>>map((key) -> () -> cluster.client().incr(key))
			.toList();
		for (Future<Long> command : threads.invokeAll(commands)) {
			assertThat(command.get()).isPositive();
		}
	}

	@Test
	void hungSourceStopsNoRefresh() {
		try (RedisClusterLab lab = lab(0); JedisTopology cluster = start(lab)) {
			LabNode frozen = lab.primaries().get(0);
			lab.freeze(frozen);
			try {
				RefreshReport report = cluster.topologyManager().refresh().join();
				assertThat(report.outcome()).isNotEqualTo(Outcome.FAILED);
				assertThat(report.duration()).isLessThan(Duration.ofSeconds(4));
			}
			finally {
				lab.thaw(frozen);
			}
		}
	}

	private static RedisClusterLab lab(int replicas) {
		return RedisClusterLab.builder()
			.replicas(replicas)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.nodeTimeout(Duration.ofSeconds(1))
			.start();
	}

	private static JedisTopology start(RedisClusterLab lab) {
		return JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.hostResolver(lab.names()::resolve)
			.refresh(new RefreshSettings(Duration.ofMinutes(5), 3, Duration.ofSeconds(2)))
			.build();
	}

	private static List<String> ids(JedisTopology cluster) {
		return cluster.topologyManager().topology().nodes().stream().map(ClusterNode::id).toList();
	}

}
