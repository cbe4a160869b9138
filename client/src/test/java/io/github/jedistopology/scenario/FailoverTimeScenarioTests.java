package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How soon commands work again when a replica has taken over: the clock starts when the
 * replica itself says so.
 */
class FailoverTimeScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration PATIENCE_WITH_STOCK = Duration.ofSeconds(2);

	private static final int RUNS = ScenarioLength.times(3);

	private static final int THREADS = 8;

	/** Far less than an election takes, and more than a reply that is on its way. */
	private static final Duration LAST_REPLIES = Duration.ofMillis(100);

	@ParameterizedTest
	@EnumSource
	void serviceIsBackAsSoonAsTheReplicaIsPrimary(Failure failure) {
		List<Duration> times = new ArrayList<>();
		try (RedisClusterLab lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start()) {
			for (int i = 0; i < RUNS; i++) {
				times.add(failOver(lab, lab.shards().get(i), failure));
			}
		}
		Times all = new Times(times);
		assertThat(all.median()).as("after %s: %s", failure, all).isLessThanOrEqualTo(Duration.ofMillis(300));
		assertThat(all.longest()).as("after %s: %s", failure, all).isLessThanOrEqualTo(Duration.ofSeconds(1));
	}

	private static Duration failOver(RedisClusterLab lab, LabShard shard, Failure failure) {
		try (Callers ours = start(Contender.JEDIS_TOPOLOGY, lab, shard);
				Callers stock = start(Contender.STOCK_JEDIS_REFRESHING, lab, shard)) {
			long start = System.nanoTime();
			Awaitility.await().atMost(PATIENCE).until(() -> ours.allWorkAfter(start) && stock.allWorkAfter(start));
			failure.begin(lab, shard.primary());
			long failed = System.nanoTime();
			long elected = awaitElection(shard.replicas().get(0));
			long silent = failed + LAST_REPLIES.toNanos();
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> ours.allWorkAfter(silent)
						&& (stock.allWorkAfter(silent) || System.nanoTime() - elected > PATIENCE_WITH_STOCK.toNanos()));
			Duration time = ours.timeToWork(elected, silent);
			print(ours, time, failure, elected - failed);
			print(stock, stock.timeToWork(elected, silent), failure, elected - failed);
			failure.end(lab, shard.primary());
			return Objects.requireNonNull(time);
		}
	}

	private static void print(Callers callers, @Nullable Duration time, Failure failure, long untilElected) {
		System.out.printf("%-6s %-40s replica elected after %,d ms, service back %s, %d errors%n", failure,
				callers.contender().label(), untilElected / 1_000_000,
				(time != null) ? "%,d ms later".formatted(time.toMillis())
						: "later than %,d ms".formatted(PATIENCE_WITH_STOCK.toMillis()),
				callers.errors());
	}

	private static Callers start(Contender contender, RedisClusterLab lab, LabShard shard) {
		return new Callers(contender, contender.start(lab.configurationEndpoint(), lab.names()::resolve), THREADS,
				List.of(Keys.in(shard)));
	}

	private static long awaitElection(LabNode replica) {
		try (Jedis jedis = new Jedis(replica.address().getHostString(), replica.address().getPort())) {
			Awaitility.await()
				.atMost(PATIENCE)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(5))
				.until(() -> jedis.role().get(0).equals("master"));
			return System.nanoTime();
		}
	}

	/**
	 * What happens to the primary.
	 */
	private enum Failure {

		KILLED {

			@Override
			void begin(RedisClusterLab lab, LabNode primary) {
				lab.kill(primary);
			}

			@Override
			void end(RedisClusterLab lab, LabNode primary) {
				lab.restart(primary);
			}

		},

		FROZEN {

			@Override
			void begin(RedisClusterLab lab, LabNode primary) {
				lab.freeze(primary);
			}

			@Override
			void end(RedisClusterLab lab, LabNode primary) {
				lab.thaw(primary);
			}

		};

		abstract void begin(RedisClusterLab lab, LabNode primary);

		abstract void end(RedisClusterLab lab, LabNode primary);

	}

}
