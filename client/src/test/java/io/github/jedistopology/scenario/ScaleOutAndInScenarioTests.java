package io.github.jedistopology.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.adversary.ConnectionCounter;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The story that this project exists for (redis/rueidis#587): a cluster grows and shrinks
 * under load, and nobody notices.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class ScaleOutAndInScenarioTests {

	private static final int SHARDS = 3;

	private static final int MORE_SHARDS = 2;

	private static final int CYCLES = ScenarioLength.times(2);

	private static final int KEYS = 4_000;

	private static final Duration ENDPOINT_LAG = Duration.ofSeconds(5);

	private static final Duration GRACE = Duration.ofSeconds(2);

	@ParameterizedTest
	@MethodSource("contenders")
	void clusterGrowsAndShrinksUnderLoad(Contender contender) throws Exception {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.shards(SHARDS)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.askWindow(Duration.ofMillis(20))
			.start()) {
			lab.names().lag(ENDPOINT_LAG);
			LookupLog names = new LookupLog(lab.names()::resolve);
			try (RedisClusterClient client = contender.start(lab.configurationEndpoint(), names)) {
				IntStream.range(0, KEYS).forEach((i) -> client.set("key:" + i, "value"));
				Story story = new Story(lab, names, (contender == Contender.JEDIS_TOPOLOGY) ? CYCLES : 1);
				LoadReport report;
				try (VerifiedLoad load = VerifiedLoad.on(client).rate(2000).threads(8).keysPerThread(256).start()) {
					story.run(load);
					report = load.stop();
				}
				print(contender, report, story);
				assertThat(story.movedSlotsWithKeys).as("slots with keys that moved").isGreaterThanOrEqualTo(500);
				assertThat(lab.errorStats("ASK")).as("ASK replies").isPositive();
				if (contender == Contender.JEDIS_TOPOLOGY) {
					assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
					assertThat(report.lostWrites()).as("acknowledged writes lost").isZero();
					assertThat(report.wrongValues()).as("wrong values").isZero();
					assertThat(report.unverifiedKeys()).as("keys never read again").isZero();
					assertThat(story.lateDials.get()).as("dials of removed nodes").isZero();
				}
			}
		}
	}

	static Stream<Contender> contenders() {
		return ScenarioLength.contenders(Contender.STOCK_JEDIS, Contender.STOCK_JEDIS_REFRESHING);
	}

	private static void print(Contender contender, LoadReport report, Story story) {
		System.out.printf("%-40s %,d operations, errors %s, lost %d, wrong %d, late dials %d, p99 %d ms, worst %d ms%n",
				contender.label(), report.operations(), report.errors(), report.lostWrites(), report.wrongValues(),
				story.lateDials.get(), report.p99().toMillis(), report.max().toMillis());
	}

	/**
	 * Out and in again; twice for those who must pass.
	 */
	private static final class Story {

		private final RedisClusterLab lab;

		private final LookupLog names;

		private final int cycles;

		private final AtomicInteger lateDials = new AtomicInteger();

		private int movedSlotsWithKeys = Integer.MAX_VALUE;

		Story(RedisClusterLab lab, LookupLog names, int cycles) {
			this.lab = lab;
			this.names = names;
			this.cycles = cycles;
		}

		void run(VerifiedLoad load) {
			for (int cycle = 0; cycle < this.cycles; cycle++) {
				Map<Integer, String> before = owners();
				List<LabNode> added = this.lab.addShards(MORE_SHARDS);
				this.movedSlotsWithKeys = Math.min(this.movedSlotsWithKeys, moved(before, owners()));
				observe(load, this.lab.removeShards(added));
			}
		}

		/** Who is dialled, by address or by name, after the grace that everybody has. */
		private void observe(VerifiedLoad load, List<LabNode> removed) {
			List<ConnectionCounter> counters = new ArrayList<>();
			try {
				removed.forEach((node) -> counters.add(ConnectionCounter.at(node.address())));
				Duration until = load.report().duration().plus(ENDPOINT_LAG).plus(GRACE).plusSeconds(1);
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> load.report().duration().compareTo(until) > 0);
				for (int i = 0; i < removed.size(); i++) {
					Instant late = removed.get(i).removedAt().plus(GRACE);
					this.lateDials.addAndGet(counters.get(i).attemptsAfter(late).size());
					this.lateDials.addAndGet((int) this.names.after(removed.get(i).hostName(), late));
				}
			}
			finally {
				counters.forEach(ConnectionCounter::close);
			}
		}

		private Map<Integer, String> owners() {
			Map<Integer, String> owners = new HashMap<>();
			for (LabShard shard : this.lab.shards()) {
				shard.slots()
					.forEach((range) -> IntStream.rangeClosed(range.first(), range.last())
						.forEach((slot) -> owners.put(slot, shard.primary().id())));
			}
			return owners;
		}

		private static int moved(Map<Integer, String> before, Map<Integer, String> after) {
			return (int) IntStream.range(0, KEYS)
				.map((i) -> JedisClusterCRC16.getSlot("key:" + i))
				.distinct()
				.filter((slot) -> !before.get(slot).equals(after.get(slot)))
				.count();
		}

	}

}
