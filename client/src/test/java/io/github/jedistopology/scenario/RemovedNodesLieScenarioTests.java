package io.github.jedistopology.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.RecordedView;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The worst of redis/rueidis#587: a cluster grows and shrinks under load, the
 * configuration endpoint is the only seed and lags, and at the addresses of the removed
 * nodes somebody goes on to tell the map of the time when they still had their slots.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class RemovedNodesLieScenarioTests {

	private static final int RATE = 300;

	private static final int KEYS_PER_THREAD = 128;

	private static final Duration ENDPOINT_LAG = Duration.ofSeconds(5);

	private static final Duration GRACE = Duration.ofSeconds(2);

	@ParameterizedTest
	@EnumSource(Lie.class)
	void nobodyListensToThem(Lie lie) throws Exception {
		play(new Plot(4, 2, 1, Duration.ofSeconds(8)), lie);
	}

	@Tag("soak")
	@ParameterizedTest
	@EnumSource(Lie.class)
	void nobodyListensToThemInALargeCluster(Lie lie) throws Exception {
		play(new Plot(10, 3, 2, Duration.ofSeconds(20)), lie);
	}

	/** Each contender has a lab of its own: a node cannot tell who dials it. */
	private static void play(Plot plot, Lie lie) throws Exception {
		List<Contender> contenders = ScenarioLength.contenders(Contender.STOCK_JEDIS_REFRESHING).toList();
		Map<Contender, Future<Outcome>> outcomes = new HashMap<>();
		ExecutorService stages = Executors.newFixedThreadPool(contenders.size());
		try {
			contenders.forEach((contender) -> outcomes.put(contender, stages.submit(() -> play(plot, lie, contender))));
			for (Contender contender : contenders) {
				System.out.printf("removed nodes lie (%s, %s) %-40s %s%n", plot, lie, contender.label(),
						outcomes.get(contender).get());
			}
		}
		finally {
			stages.shutdownNow();
		}
		Outcome ours = outcomes.get(Contender.JEDIS_TOPOLOGY).get();
		assertThat(ours.reports()).allSatisfy((report) -> {
			assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
			assertThat(report.lostWrites()).as("acknowledged writes lost").isZero();
			assertThat(report.wrongValues()).as("wrong values").isZero();
			assertThat(report.unverifiedKeys()).as("keys never read again").isZero();
		});
		assertThat(ours.visits()).as("visits to removed nodes").isEqualTo(Visits.NONE);
		if (outcomes.containsKey(Contender.STOCK_JEDIS_REFRESHING)) {
			Outcome stock = outcomes.get(Contender.STOCK_JEDIS_REFRESHING).get();
			assertThat(stock.errors() + stock.visits().lateDials()).as("trouble of stock Jedis").isPositive();
		}
	}

	private static Outcome play(Plot plot, Lie lie, Contender contender) {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.shards(plot.shards())
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.start()) {
			lab.names().lag(ENDPOINT_LAG);
			LookupLog names = new LookupLog(lab.names()::resolve);
			try (Users users = new Users(contender, lab.configurationEndpoint(), names)) {
				Visits visits = Visits.NONE;
				for (int cycle = 0; cycle < plot.cycles(); cycle++) {
					visits = visits.plus(growAndShrink(lab, names, plot, lie));
				}
				return new Outcome(users.stop(), visits);
			}
		}
	}

	private static Visits growAndShrink(RedisClusterLab lab, LookupLog names, Plot plot, Lie lie) {
		List<LabNode> added = lab.addShards(plot.more());
		List<RecordedView> views = added.stream().map((node) -> RecordedView.of(node.address())).toList();
		added.forEach((node) -> lie.prepare(lab, node));
		List<LabNode> removed = lab.removeShards(added);
		List<Adversary> liars = new ArrayList<>();
		try {
			for (LabNode node : removed) {
				liars.add(lie.tell(node, views.get(added.indexOf(node))));
			}
			Instant end = removed.get(0).removedAt().plus(plot.lies());
			Awaitility.await().atMost(plot.lies().multipliedBy(2)).until(() -> Instant.now().isAfter(end));
			Visits visits = Visits.NONE;
			for (int i = 0; i < removed.size(); i++) {
				visits = visits.plus(Visits.of(removed.get(i), liars.get(i), names));
			}
			return visits;
		}
		finally {
			liars.forEach(Adversary::close);
		}
	}

	/**
	 * What a removed node goes on to say to commands on keys.
	 */
	private enum Lie {

		/** Its name is gone. */
		CLUSTER_DOWN {

			@Override
			void prepare(RedisClusterLab lab, LabNode node) {
				// The name goes with the node.
			}

			@Override
			Adversary tell(LabNode node, RecordedView view) {
				return Adversary.at(node.address()).replaying(view);
			}

		},

		/** Its name stays, too: who believes the redirection can follow it. */
		MOVED_TO_ITSELF {

			@Override
			void prepare(RedisClusterLab lab, LabNode node) {
				lab.names().point(node.hostName(), List.of(node.address().getAddress()));
			}

			@Override
			Adversary tell(LabNode node, RecordedView view) {
				return Adversary.at(node.address()).replaying(view, Answers.movedTo(node.hostAndPort()));
			}

		};

		abstract void prepare(RedisClusterLab lab, LabNode node);

		abstract Adversary tell(LabNode node, RecordedView view);

	}

	/**
	 * What happens.
	 *
	 * @param shards how many there are at first
	 * @param more how many come and go
	 * @param cycles how often
	 * @param lies for how long the removed nodes lie
	 */
	private record Plot(int shards, int more, int cycles, Duration lies) {

		@Override
		public String toString() {
			return "%d times %d-%d-%d shards".formatted(this.cycles, this.shards, this.shards + this.more, this.shards);
		}

	}

	/**
	 * Who still came to removed nodes.
	 *
	 * @param lateDials connections after the grace that everybody has
	 * @param lateLookups look-ups of their names after it
	 * @param keyCommands reads and writes at any time
	 */
	private record Visits(long lateDials, long lateLookups, long keyCommands) {

		static final Visits NONE = new Visits(0, 0, 0);

		static Visits of(LabNode removed, Adversary liar, LookupLog names) {
			Instant late = removed.removedAt().plus(GRACE);
			return new Visits(liar.connectionsAfter(late).size(), names.after(removed.hostName(), late),
					liar.commandsNamed("GET") + liar.commandsNamed("SET"));
		}

		Visits plus(Visits others) {
			return new Visits(this.lateDials + others.lateDials, this.lateLookups + others.lateLookups,
					this.keyCommands + others.keyCommands);
		}

	}

	/**
	 * Several clients under load: whom one of them asks is a matter of luck.
	 */
	private static final class Users implements AutoCloseable {

		private static final int COUNT = 4;

		private final List<RedisClusterClient> clients = new ArrayList<>();

		private final List<VerifiedLoad> loads = new ArrayList<>();

		Users(Contender contender, String endpoint, LookupLog names) {
			for (int i = 0; i < COUNT; i++) {
				RedisClusterClient client = contender.start(endpoint, names);
				this.clients.add(client);
				this.loads.add(VerifiedLoad.on(client)
					.rate(RATE / COUNT)
					.threads(4)
					.keysPerThread(KEYS_PER_THREAD)
					.keyPrefix("user-" + i)
					.start());
			}
		}

		List<LoadReport> stop() {
			return this.loads.stream().map(VerifiedLoad::stop).toList();
		}

		@Override
		public void close() {
			this.loads.forEach(VerifiedLoad::close);
			this.clients.forEach(RedisClusterClient::close);
		}

	}

	/**
	 * What came of it.
	 */
	private record Outcome(List<LoadReport> reports, Visits visits) {

		long errors() {
			return sum(LoadReport::errorCount);
		}

		private long sum(ToLongFunction<LoadReport> count) {
			return this.reports.stream().mapToLong(count).sum();
		}

		@Override
		public String toString() {
			return "%,d operations, %d errors, lost %d, wrong %d, %s, worst %d ms".formatted(
					sum(LoadReport::operations), errors(), sum(LoadReport::lostWrites), sum(LoadReport::wrongValues),
					this.visits,
					this.reports.stream().mapToLong((report) -> report.max().toMillis()).max().orElseThrow());
		}

	}

}
