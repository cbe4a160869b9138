package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.Recovery;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole cluster is away for a while. When it is back, so are all threads of three
 * clients, with keys of every shard.
 */
class OutageScenarioTests {

	private static final Duration OUTAGE = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration PATIENCE_WITH_STOCK = Duration.ofSeconds(3);

	private static final int THREADS = 8;

	@Test
	void allThreadsWorkAgainWhenAllNodesThaw() {
		outage("frozen", RedisClusterLab::freeze, RedisClusterLab::thaw);
	}

	@Test
	void allThreadsWorkAgainWhenAllNodesHaveBeenRestarted() {
		outage("killed", RedisClusterLab::kill, RedisClusterLab::restart);
	}

	private static void outage(String scenario, BiConsumer<RedisClusterLab, LabNode> end,
			BiConsumer<RedisClusterLab, LabNode> begin) {
		try (RedisClusterLab lab = RedisClusterLab.builder().start();
				Callers first = start(Contender.JEDIS_TOPOLOGY, lab);
				Callers second = start(Contender.JEDIS_TOPOLOGY, lab);
				Callers third = start(Contender.JEDIS_TOPOLOGY, lab);
				Callers stock = start(Contender.STOCK_JEDIS_REFRESHING, lab)) {
			List<Callers> ours = List.of(first, second, third);
			long start = System.nanoTime();
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> stock.allWorkAfter(start)
						&& ours.stream().allMatch((callers) -> callers.allWorkAfter(start)));
			List<LabNode> nodes = lab.nodes();
			List<LabShard> shards = lab.shards();
			nodes.forEach((node) -> end.accept(lab, node));
			Awaitility.await().pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(2)).until(() -> true);
			long lastReplies = System.nanoTime();
			CompletableFuture<?>[] beginnings = nodes.stream()
				.map((node) -> CompletableFuture.runAsync(() -> begin.accept(lab, node)))
				.toArray(CompletableFuture[]::new);
			long back = Recovery.await(shards);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> ours.stream().allMatch((callers) -> callers.allWorkAfter(lastReplies))
						&& (stock.allWorkAfter(lastReplies)
								|| System.nanoTime() - back > PATIENCE_WITH_STOCK.toNanos()));
			CompletableFuture.allOf(beginnings).join();
			List<Duration> times = new ArrayList<>();
			for (Callers callers : ours) {
				times.add(Objects.requireNonNull(print(scenario, callers, back, lastReplies)));
			}
			print(scenario, stock, back, lastReplies);
			Times all = new Times(times);
			assertThat(all.median()).as("%s", all).isLessThanOrEqualTo(Duration.ofMillis(500));
			assertThat(all.longest()).as("%s", all).isLessThanOrEqualTo(Duration.ofMillis(1500));
		}
	}

	private static @Nullable Duration print(String scenario, Callers callers, long back, long lastReplies) {
		Duration time = callers.timeToWork(back, lastReplies);
		System.out.printf("all nodes %-8s %-40s all %d threads work %s, %d errors%n", scenario,
				callers.contender().label(), THREADS,
				(time != null) ? "%,d ms after the cluster".formatted(time.toMillis())
						: "later than %,d ms after the cluster".formatted(PATIENCE_WITH_STOCK.toMillis()),
				callers.errors());
		return time;
	}

	private static Callers start(Contender contender, RedisClusterLab lab) {
		return new Callers(contender, contender.start(lab.configurationEndpoint(), lab.names()::resolve), THREADS,
				lab.shards().stream().map(Keys::in).toList());
	}

}
