package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * Whatever happens to the cluster while all kinds of commands go on: when they have
 * ended, the client soon holds no connection, and so no subscription, and no more threads
 * than before; and no thread when it is closed.
 */
class LeakScenarioTests {

	private static final String CLIENT = "leaks";

	/** A client is at rest 10 s after the last read, and its threads 10 s later. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void noConnectionIsLeftAfterAFewChanges() {
		play(Duration.ofSeconds(6), (held, before) -> held.isIdle());
	}

	@Test
	@Tag("soak")
	void noConnectionAndNoThreadIsLeftAfterAMinuteOfChanges() {
		play(Duration.ofMinutes(1), (held, before) -> held.isIdle() && held.threads() <= before.threads());
	}

	private static void play(Duration duration, BiPredicate<Holdings, Holdings> rest) {
		long seed = new Random().nextLong();
		System.out.printf("leaks: random changes for %d s, from seed %d%n", duration.toSeconds(), seed);
		try (RedisClusterLab lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start()) {
			try (JedisTopology cluster = JedisTopology.builder()
				.endpoints(lab.configurationEndpoint())
				.name(CLIENT)
				.clientName(CLIENT)
				.pool(new PoolSettings(32, Duration.ofSeconds(2), Duration.ofMillis(500)))
				.reads(new ReadSettings(ReadFrom.ANY))
				.build()) {
				Holdings before = Holdings.of(CLIENT, lab);
				try (EveryKind commands = new EveryKind(cluster)) {
					change(lab, new Random(seed), duration, commands);
				}
				await(lab, (held) -> rest.test(held, before));
			}
			await(lab, Holdings.NONE::equals);
		}
	}

	private static void await(RedisClusterLab lab, Predicate<Holdings> rest) {
		Awaitility.await().atMost(PATIENCE).until(() -> Holdings.of(CLIENT, lab), rest);
	}

	private static void change(RedisClusterLab lab, Random random, Duration duration, EveryKind commands) {
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < duration.toNanos()) {
			Change change = Change.values()[random.nextInt(Change.values().length)];
			List<LabShard> shards = lab.shards();
			change.apply.accept(lab, shards.get(random.nextInt(shards.size())));
			commands.awaitProgress(500);
			System.out.printf("leaks: %s, %s, %s%n", change, commands, Holdings.of(CLIENT, lab));
		}
	}

	private enum Change {

		RESHARD((lab, shard) -> lab.moveSlots(shard.primary(), another(lab, shard).primary(),
				Math.min(500, shard.slotCount()))),

		SCALE_OUT_AND_IN((lab, shard) -> lab.removeShard(lab.addShard())),

		FAILOVER((lab, shard) -> lab.failover(shard.replicas().get(0))),

		FREEZE((lab, shard) -> {
			lab.freeze(shard.primary());
			awaitSuccessor(lab, shard.primary());
			lab.thaw(shard.primary());
		}),

		KILL((lab, shard) -> {
			lab.kill(shard.primary());
			awaitSuccessor(lab, shard.primary());
			lab.restart(shard.primary());
		}),

		REPLICA_KILLED((lab, shard) -> {
			LabNode replica = shard.replicas().get(0);
			lab.kill(replica);
			lab.restart(replica);
		});

		private final BiConsumer<RedisClusterLab, LabShard> apply;

		Change(BiConsumer<RedisClusterLab, LabShard> apply) {
			this.apply = apply;
		}

		private static LabShard another(RedisClusterLab lab, LabShard shard) {
			return lab.shards().stream().filter((other) -> other.primary() != shard.primary()).findFirst().get();
		}

		private static void awaitSuccessor(RedisClusterLab lab, LabNode primary) {
			Awaitility.await().atMost(PATIENCE).until(() -> !lab.primaries().contains(primary));
		}

	}

}
