package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.SuspicionSettings;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.LoadTarget;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A frozen primary costs the commands for its own slots only. The load is offered at a
 * fixed rate, far below what the machine can do: what the other shards do not get of
 * their share of it was lost to the frozen one. That holds on a machine that lets the
 * load run evenly; after a standstill the load catches up, which would hide a loss.
 */
class IsolationScenarioTests {

	private static final Duration WINDOW = Duration.ofSeconds(4);

	private static final double KEPT = 0.97;

	private static final int RATE = 600;

	private static final int REPETITIONS = 6;

	private static final Duration STANDSTILL = Duration.ofMillis(250);

	@Test
	void workersDedicatedToOtherShardsKeepTheirThroughput() {
		measure("workers dedicated to a shard", SuspicionSettings.DEFAULTS,
				(lab, target) -> lab.shards()
					.stream()
					.map((shard) -> VerifiedLoad.on(target)
						.rate(RATE / 3)
						.threads(4)
						.keyPrefix("{" + Keys.in(shard) + "}")
						.start())
					.toList(),
				(window) -> 2.0 / 3);
	}

	@Test
	void sharedWorkersThatFailFastKeepTheThroughputOfOtherShards() {
		SuspicionSettings failFast = new SuspicionSettings(SuspicionSettings.DEFAULTS.silence(), true,
				SuspicionSettings.DEFAULTS.maxWaiting());
		// They choose keys by chance, so what they chose is counted.
		measure("shared workers, fail-fast", failFast,
				(lab, target) -> List.of(VerifiedLoad.on(target).rate(RATE).threads(12).start()),
				(window) -> window.chosen() / window.all());
	}

	/**
	 * A run in which the machine itself did not keep up says nothing, and is repeated.
	 */
	private static void measure(String scenario, SuspicionSettings suspicion, Workers workers,
			ToDoubleFunction<Window> share) {
		try (RedisClusterLab lab = RedisClusterLab.builder().nodeTimeout(Duration.ofSeconds(30)).start();
				JedisTopology cluster = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.suspicion(suspicion)
					.build()) {
			for (int i = 1;; i++) {
				Outcome outcome = run(lab, cluster.client(), workers, share);
				System.out.printf("%-30s %s%n", scenario, outcome);
				if (outcome.isEven() || i == REPETITIONS) {
					assertThat(outcome.kept()).as("%s: %s", scenario, outcome).isGreaterThanOrEqualTo(KEPT);
					return;
				}
				System.out.printf("%-30s repeated: the machine did not run evenly%n", scenario);
			}
		}
	}

	private static Outcome run(RedisClusterLab lab, RedisClusterClient client, Workers workers,
			ToDoubleFunction<Window> share) {
		LabShard frozen = lab.shards().get(0);
		CountingTarget target = new CountingTarget(LoadTarget.of(client), frozen);
		List<VerifiedLoad> loads = new ArrayList<>();
		try (Stalls stalls = new Stalls()) {
			loads.addAll(workers.start(lab, target));
			Awaitility.await().until(() -> target.succeeded.sum() > RATE);
			Window before = target.watch();
			lab.freeze(frozen.primary());
			Window during = target.watch();
			return new Outcome(before.kept(share), during.kept(share), stalls.longest());
		}
		finally {
			lab.thaw(frozen.primary());
			loads.forEach(VerifiedLoad::close);
		}
	}

	/** Those who work, on all shards. */
	private interface Workers {

		List<VerifiedLoad> start(RedisClusterLab lab, LoadTarget target);

	}

	/**
	 * What came of one run.
	 *
	 * @param before the part of what was offered to the shards that stay healthy that
	 * succeeded
	 * @param kept the same, with the other shard frozen
	 * @param stall for how long the machine let nobody run
	 */
	private record Outcome(double before, double kept, Duration stall) {

		/** Neither a standstill, nor before the freeze something to catch up on. */
		boolean isEven() {
			return this.stall.compareTo(STANDSTILL) < 0 && Math.abs(this.before - 1) < 1 - KEPT;
		}

		@Override
		public String toString() {
			return "%.1f %% of the load before, %.1f %% during the freeze, longest standstill %,d ms"
				.formatted(100 * this.before, 100 * this.kept, this.stall.toMillis());
		}

	}

	/**
	 * Commands in a second.
	 *
	 * @param all all that were begun
	 * @param chosen those of them for the shards that stay healthy
	 * @param succeeded those of them that succeeded
	 */
	private record Window(double all, double chosen, double succeeded) {

		/** What succeeded of what was offered at the nominal rate. */
		double kept(ToDoubleFunction<Window> share) {
			return this.succeeded / (RATE * share.applyAsDouble(this));
		}

	}

	/**
	 * Counts commands, and those of them for the other shards.
	 */
	private static final class CountingTarget implements LoadTarget {

		private final LoadTarget target;

		private final LabShard shard;

		private final LongAdder all = new LongAdder();

		private final LongAdder chosen = new LongAdder();

		private final LongAdder succeeded = new LongAdder();

		CountingTarget(LoadTarget target, LabShard shard) {
			this.target = target;
			this.shard = shard;
		}

		@Override
		public @Nullable String read(String key) {
			return count(key, () -> this.target.read(key));
		}

		@Override
		public void write(String key, String value) {
			count(key, () -> {
				this.target.write(key, value);
				return null;
			});
		}

		private @Nullable String count(String key, Supplier<@Nullable String> command) {
			boolean other = !Keys.has(this.shard, key);
			this.all.increment();
			if (other) {
				this.chosen.increment();
			}
			String value = command.get();
			if (other) {
				this.succeeded.increment();
			}
			return value;
		}

		Window watch() {
			long start = System.nanoTime();
			long all = this.all.sum();
			long chosen = this.chosen.sum();
			long succeeded = this.succeeded.sum();
			Awaitility.await()
				.atMost(WINDOW.multipliedBy(3))
				.until(() -> System.nanoTime() - start >= WINDOW.toNanos());
			double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
			return new Window((this.all.sum() - all) / seconds, (this.chosen.sum() - chosen) / seconds,
					(this.succeeded.sum() - succeeded) / seconds);
		}

	}

}
