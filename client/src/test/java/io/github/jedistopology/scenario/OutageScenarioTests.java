package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.jedistopology.JedisTopology;
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

	/** So many refreshes can come at once; then there is one each second at the most. */
	private static final int BURST = 2;

	/** Twenty a second, for ten seconds after its primary was suspected. */
	private static final int ROLES_PER_REPLICA = 200;

	@Test
	void allThreadsWorkAgainWhenAllNodesThaw() {
		outage("frozen", RedisClusterLab::freeze, RedisClusterLab::thaw);
	}

	@Test
	void allThreadsWorkAgainWhenAllNodesHaveBeenRestarted() {
		outage("killed", RedisClusterLab::kill, RedisClusterLab::restart);
	}

	/**
	 * Who counts what they are asked are the nodes themselves, from when they are back;
	 * nobody else asks them for CLUSTER SHARDS or ROLE.
	 */
	@Test
	void aClientAsksAClusterThatIsRestartedOnlySoMuch() {
		Pursuit pursuit = new Pursuit();
		try (RedisClusterLab lab = RedisClusterLab.builder().replicas(1).start();
				JedisTopology cluster = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.hostResolver(lab.names()::resolve)
					.listener(pursuit)
					.build();
				Callers callers = new Callers(Contender.JEDIS_TOPOLOGY, cluster.client(), THREADS,
						lab.shards().stream().map(Keys::in).toList())) {
			long start = System.nanoTime();
			Awaitility.await().atMost(PATIENCE).until(() -> callers.allWorkAfter(start));
			List<LabNode> nodes = lab.nodes();
			long refreshesBefore = pursuit.refreshes();
			long queriesBefore = pursuit.queries();
			nodes.forEach(lab::kill);
			long killed = System.nanoTime();
			Awaitility.await().pollDelay(OUTAGE.dividedBy(2)).atMost(OUTAGE).until(() -> true);
			CompletableFuture
				.allOf(nodes.stream()
					.map((node) -> CompletableFuture.runAsync(() -> lab.restart(node)))
					.toArray(CompletableFuture[]::new))
				.join();
			long restarted = System.nanoTime();
			Awaitility.await().atMost(PATIENCE).until(() -> callers.allWorkAfter(restarted));
			Duration time = Pursuit.timeToRightMap(cluster, lab);
			long refreshes = pursuit.refreshes() - refreshesBefore;
			long queries = pursuit.queries() - queriesBefore;
			long seconds = Duration.ofNanos(System.nanoTime() - killed).toSeconds() + 1;
			long views = calls(lab, "cluster|shards");
			long roles = calls(lab, "role");
			System.out.printf(
					"whole cluster restarted (%d s): %d errors, right map after %,d ms, %d queries in %d refreshes, "
							+ "of which %d reached a node, %d times ROLE%n",
					seconds, callers.errors(), time.toMillis(), queries, refreshes, views, roles);
			assertThat(refreshes).as("refreshes in %d s", seconds).isLessThanOrEqualTo(BURST + seconds);
			assertThat(queries).as("queries").isLessThanOrEqualTo(refreshes * (nodes.size() + 1));
			assertThat(views).as("queries that reached a node").isLessThanOrEqualTo(queries);
			assertThat(roles).as("ROLE").isLessThanOrEqualTo(ROLES_PER_REPLICA * nodes.size() / 2);
		}
	}

	private static long calls(RedisClusterLab lab, String command) {
		Pattern pattern = Pattern.compile("cmdstat_" + Pattern.quote(command) + ":calls=(\\d+)");
		return lab.nodes()
			.stream()
			.map((node) -> pattern.matcher(lab.info(node, "commandstats")))
			.filter(Matcher::find)
			.mapToLong((matcher) -> Long.parseLong(matcher.group(1)))
			.sum();
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
