package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.ScanIteration;
import redis.clients.jedis.exceptions.JedisException;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All keys are scanned while the cluster changes, again and again until the change is
 * over, and once more.
 */
class ScanScenarioTests {

	private static final List<String> KEYS = IntStream.range(0, 2_000).mapToObj((i) -> "key:" + i).toList();

	private static final int BATCH = 50;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static RedisClusterLab lab;

	private static RedisClusterClient client;

	private static RedisClusterClient stock;

	private static ExecutorService threads;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start();
		client = Contender.JEDIS_TOPOLOGY.start(lab.configurationEndpoint(), HostResolver.SYSTEM);
		stock = Contender.STOCK_JEDIS.start(lab.configurationEndpoint(), HostResolver.SYSTEM);
		threads = Executors.newFixedThreadPool(2);
		KEYS.forEach((key) -> client.set(key, "value"));
	}

	@AfterAll
	static void stop() {
		threads.shutdownNow();
		stock.close();
		client.close();
		lab.close();
	}

	@ParameterizedTest
	@EnumSource
	void noKeyIsMissed(Change change) throws Exception {
		Future<?> changing = threads.submit(() -> change.apply.accept(lab));
		Future<Tally> beside = threads.submit(() -> Tally.of(stock, () -> !changing.isDone()));
		Tally tally = Tally.of(client, () -> !changing.isDone());
		changing.get();
		System.out.printf("%s: %s; stock Jedis: %s%n", change, tally, beside.get());
		assertThat(tally.missed).isZero();
		if (change.planned) {
			assertThat(tally.failures).isEmpty();
		}
		assertThat(tally.complete()).isPositive();
	}

	/** The node looks the same at both ends of its visit, and was not while it lasted. */
	@Test
	void noKeyIsMissedWhoseSlotLeavesAndComesBack() {
		LabShard shard = lab.shards().stream().filter((other) -> other.slots().get(0).first() == 0).findFirst().get();
		LabNode owner = shard.primary();
		LabNode other = lab.primaries().stream().filter((node) -> !node.equals(owner)).findFirst().get();
		List<String> found = new ArrayList<>();
		ScanIteration iteration = scanThatBeginsAt(shard, found);
		// The lowest slots of the one, and then of the other.
		lab.moveSlots(owner, other, 500);
		for (int i = 0; i < 4; i++) {
			found.addAll(iteration.nextBatchList());
		}
		lab.moveSlots(other, owner, 500);
		while (!iteration.isIterationCompleted()) {
			found.addAll(iteration.nextBatchList());
		}
		assertThat(found).containsAll(KEYS);
	}

	private static ScanIteration scanThatBeginsAt(LabShard shard, List<String> found) {
		for (int i = 0; i < 100; i++) {
			ScanIteration iteration = client.scanIteration(BATCH, "key:*");
			found.addAll(iteration.nextBatchList());
			if (Keys.has(shard, found.get(0))) {
				return iteration;
			}
			found.clear();
		}
		throw new AssertionError("No scan begins at " + shard);
	}

	enum Change {

		RESHARD(true, (lab) -> lab.moveSlots(lab.primaries().get(0), lab.primaries().get(1), 1500)),

		SCALE_OUT(true, RedisClusterLab::addShard),

		FAILOVER(true, (lab) -> lab.shards().forEach((shard) -> lab.failover(shard.replicas().get(0)))),

		SCALE_IN(true, (lab) -> {
			List<LabNode> primaries = lab.primaries();
			lab.removeShard(primaries.get(primaries.size() - 1));
		}),

		FREEZE(false, (lab) -> {
			LabNode frozen = lab.primaries().get(0);
			lab.freeze(frozen);
			awaitSuccessor(lab, frozen);
			lab.thaw(frozen);
		}),

		KILL(false, (lab) -> {
			LabNode killed = lab.primaries().get(1);
			lab.kill(killed);
			awaitSuccessor(lab, killed);
		});

		private final boolean planned;

		private final Consumer<RedisClusterLab> apply;

		Change(boolean planned, Consumer<RedisClusterLab> apply) {
			this.planned = planned;
			this.apply = apply;
		}

		private static void awaitSuccessor(RedisClusterLab lab, LabNode node) {
			Awaitility.await().atMost(PATIENCE).until(() -> !lab.primaries().contains(node));
		}

	}

	/**
	 * What came of scans.
	 *
	 * @param scans how many there were
	 * @param missed how many keys were missing in all of them
	 * @param duplicates how many keys came twice
	 * @param failures what scans failed of
	 */
	record Tally(int scans, int missed, int duplicates, List<String> failures) {

		static Tally of(RedisClusterClient client, BooleanSupplier again) {
			Tally tally = new Tally(0, 0, 0, new ArrayList<>());
			boolean more = true;
			while (more) {
				more = again.getAsBoolean();
				tally = tally.afterAnother(client);
			}
			return tally;
		}

		int complete() {
			return this.scans - this.failures.size();
		}

		private Tally afterAnother(RedisClusterClient client) {
			List<String> found = new ArrayList<>();
			try {
				ScanIteration iteration = client.scanIteration(BATCH, "key:*");
				while (!iteration.isIterationCompleted()) {
					found.addAll(iteration.nextBatchList());
				}
			}
			catch (JedisException ex) {
				this.failures.add(ex.toString());
				return new Tally(this.scans + 1, this.missed, this.duplicates, this.failures);
			}
			int distinct = (int) found.stream().distinct().count();
			return new Tally(this.scans + 1, this.missed + KEYS.size() - distinct,
					this.duplicates + found.size() - distinct, this.failures);
		}

	}

}
