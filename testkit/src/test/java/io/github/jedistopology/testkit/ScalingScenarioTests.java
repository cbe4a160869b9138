package io.github.jedistopology.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import redis.clients.jedis.RedisClusterClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Shards come and go while commands run.
 */
class ScalingScenarioTests {

	private static final int KEYS = 1000;

	@Test
	@EnabledOnOs(OS.LINUX)
	void scalesOutAndInWhileCommandsRun() throws Exception {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.askWindow(Duration.ofMillis(20))
			.start(); RedisClusterClient client = LabClients.connect(lab)) {
			String configurationEndpoint = lab.configurationEndpoint().split(":")[0];
			AtomicBoolean running = new AtomicBoolean(true);
			CompletableFuture<Long> counting = CompletableFuture.supplyAsync(() -> count(client, running));
			fill(client);

			List<LabNode> added = lab.addShards(2);
			assertThat(lab.primaries()).hasSize(5).containsAll(added);
			assertThat(lab.shards()).allSatisfy((shard) -> assertThat(shard.slotCount()).isBetween(3276, 3277));
			assertThat(lab.names().resolve(configurationEndpoint)).containsExactlyElementsOf(addresses(lab.nodes()));
			assertThat(lab.errorStats("ASK")).isPositive();
			assertComplete(client);

			List<InetAddress> all = addresses(lab.nodes());
			List<Long> pids = added.stream().map(LabNode::pid).toList();
			lab.names().lag(Duration.ofHours(1));
			Instant before = Instant.now();
			List<LabNode> removed = lab.removeShards(added);
			assertThat(removed).containsExactlyElementsOf(added)
				.allSatisfy((node) -> assertThat(node.removedAt()).isAfter(before.plusSeconds(1)));
			assertThat(lab.nodes()).hasSize(3).doesNotContainAnyElementsOf(removed);
			assertThat(lab.shards()).allSatisfy((shard) -> assertThat(shard.slotCount()).isBetween(5461, 5462));
			assertThat(pids).noneMatch((pid) -> ProcessHandle.of(pid).isPresent());
			for (LabNode node : removed) {
				assertThatExceptionOfType(UnknownHostException.class)
					.isThrownBy(() -> lab.names().resolve(node.hostName()));
				assertThat(lab.nodes()).noneMatch((other) -> other.admin().view().knows(node.id()));
			}
			assertThat(lab.names().resolve(configurationEndpoint)).isEqualTo(all);
			lab.names().lag(Duration.ZERO);
			assertThat(lab.names().resolve(configurationEndpoint)).isEqualTo(addresses(lab.nodes()));
			assertThat(lab.errorStats("MOVED")).isPositive();

			running.set(false);
			assertNothingLost(client, counting);
			assertComplete(client);
		}
	}

	@Test
	void movesSlotsAndTakesReplicasAlong() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).replicas(1).start();
				RedisClusterClient client = LabClients.connect(lab)) {
			fill(client);
			LabNode first = lab.primaries().get(0);
			LabNode second = lab.addShard();
			assertThat(lab.replicas()).hasSize(2);
			lab.moveSlots(first, second, 1000);
			assertThat(lab.shards()).extracting(LabShard::slotCount).containsExactly(8192 - 1000, 8192 + 1000);
			assertComplete(client);
			assertThatIllegalArgumentException().isThrownBy(() -> lab.moveSlots(first, second, 10_000))
				.withMessageContaining("count must be from 1 to the 7192 slots");
			assertThatIllegalArgumentException().isThrownBy(() -> lab.moveSlots(first, first, 1))
				.withMessageContaining("different primaries");
			assertThatIllegalArgumentException().isThrownBy(() -> lab.removeShard(lab.replicas().get(0)))
				.withMessageContaining("is not a primary");
			assertThatIllegalArgumentException().isThrownBy(() -> lab.removeShards(lab.primaries()))
				.withMessageContaining("One shard has to stay");

			assertThat(lab.removeShard(first)).hasSize(2);
			assertThat(lab.nodes()).hasSize(2).contains(second);
			assertThatIllegalArgumentException().isThrownBy(() -> lab.kill(first))
				.withMessageContaining(first.name())
				.withMessageContaining("does not belong to this lab");
		}
	}

	/** Increments four counters until told to stop; gives how often each. */
	private static long count(RedisClusterClient client, AtomicBoolean running) {
		long count = 0;
		while (running.get()) {
			count++;
			for (int i = 0; i < 4; i++) {
				client.set("counter-" + i, String.valueOf(count));
				assertThat(client.get("counter-" + i)).isEqualTo(String.valueOf(count));
				client.exists("missing-" + count % 1000);
			}
		}
		return count;
	}

	private static void assertNothingLost(RedisClusterClient client, CompletableFuture<Long> counting)
			throws InterruptedException, ExecutionException {
		long count = counting.get();
		assertThat(count).isPositive();
		for (int i = 0; i < 4; i++) {
			assertThat(client.get("counter-" + i)).isEqualTo(String.valueOf(count));
		}
	}

	private static void fill(RedisClusterClient client) {
		for (int i = 0; i < KEYS; i++) {
			client.set("key-" + i, "value-" + i);
		}
	}

	private static void assertComplete(RedisClusterClient client) {
		for (int i = 0; i < KEYS; i++) {
			assertThat(client.get("key-" + i)).isEqualTo("value-" + i);
		}
	}

	private static List<InetAddress> addresses(List<LabNode> nodes) {
		return nodes.stream().map((node) -> node.address().getAddress()).toList();
	}

}
