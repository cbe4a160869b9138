package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.TlsSettings;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.RedisClusterLabBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;
import static org.awaitility.Awaitility.await;

/**
 * Pipelines, and commands with keys in many slots, through planned changes and failures.
 * The pipelines of stock Jedis go through the same ones at the same time.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class BatchesScenarioTests {

	private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);

	private static RedisClusterLab lab;

	@BeforeAll
	static void start() {
		lab = builder().nodeTimeout(Duration.ofSeconds(5)).askWindow(Duration.ofMillis(5)).start();
	}

	@AfterAll
	static void close() {
		lab.close();
	}

	@Test
	void slotsMove() {
		run("reshard", lab, (load) -> {
			List<LabNode> primaries = lab.primaries();
			lab.moveSlots(primaries.get(0), primaries.get(1), 2000);
			lab.moveSlots(primaries.get(1), primaries.get(0), 2000);
		}).assertNothingFailed();
	}

	/**
	 * One of the keys is at the source, the other one nowhere: the node says TRYAGAIN.
	 */
	@Test
	void noCommandOvertakesOneWithSeveralKeysWhileTheirSlotMoves() {
		LabNode source = lab.shards().get(0).primary();
		LabNode target = lab.shards().get(1).primary();
		String tag = Keys.in(lab.shards().get(0));
		String known = "{" + tag + "}known";
		String unknown = "{" + tag + "}unknown";
		int slot = JedisClusterCRC16.getSlot(tag);
		try (RedisClusterClient client = Contender.JEDIS_TOPOLOGY.start(lab.configurationEndpoint(),
				lab.names()::resolve, COMMAND_TIMEOUT); Jedis from = admin(source); Jedis to = admin(target)) {
			client.set(known, "before");
			from.configResetStat();
			to.clusterSetSlotImporting(slot, source.id());
			from.clusterSetSlotMigrating(slot, target.id());
			CompletableFuture<Void> sync = CompletableFuture.runAsync(() -> {
				try (ClusterPipeline pipeline = client.pipelined()) {
					pipeline.mset(known, "first", unknown, "first");
					pipeline.set(known, "last");
				}
			});
			try {
				await().until(() -> from.info("errorstats").contains("TRYAGAIN"));
			}
			finally {
				from.clusterSetSlotStable(slot);
				to.clusterSetSlotStable(slot);
			}
			sync.join();
			assertThat(client.mget(known, unknown)).containsExactly("last", "first");
		}
	}

	private static Jedis admin(LabNode node) {
		return new Jedis(node.address().getHostString(), node.address().getPort());
	}

	@Test
	void replicaTakesOver() {
		run("failover", lab, (load) -> lab.failover(lab.shards().get(0).replicas().get(0))).assertNothingFailed();
	}

	@Test
	void clusterShrinks() {
		LabNode added = lab.addShard();
		run("scale-in", lab, (load) -> {
			lab.moveSlots(added, lab.primaries().get(0), 16384 / lab.primaries().size());
			// A node that is stopped while it owes replies leaves them in doubt, planned
			// or
			// not: it is given the time that a pipeline takes.
			load.awaitProgress();
			lab.removeShard(added);
		}).assertNothingFailed();
	}

	@Test
	void primaryIsFrozen() {
		Outcome outcome = run("freeze", lab, (load) -> {
			LabNode victim = lab.primaries().get(0);
			lab.freeze(victim);
			try {
				PipelineLoad.await(() -> load.inDoubt() > 0);
			}
			finally {
				lab.thaw(victim);
			}
		});
		PipelineLoad.Report pipelines = outcome.pipelines();
		assertThat(pipelines.lost()).as("acknowledged, and lost").isZero();
		assertThat(pipelines.executedTwice()).isZero();
		assertThat(pipelines.disorder()).isZero();
		assertThat(pipelines.inDoubt()).isPositive();
		assertThat(outcome.multiKey().wrong()).isZero();
	}

	/** What its replica has not got yet is lost with a killed primary, whoever asks. */
	@Test
	void primaryIsKilled() {
		try (RedisClusterLab lab = builder().nodeTimeout(Duration.ofSeconds(1)).start()) {
			Outcome outcome = run("kill", lab, (load) -> {
				LabShard shard = lab.shards().get(0);
				lab.kill(shard.primary());
				PipelineLoad.await(() -> lab.primaries().contains(shard.replicas().get(0)));
			});
			assertThat(outcome.pipelines().executedTwice()).isZero();
		}
	}

	private static Outcome run(String scenario, RedisClusterLab lab, Consumer<PipelineLoad> events) {
		List<Contender> contenders = ScenarioLength.contenders(Contender.STOCK_JEDIS).toList();
		List<RedisClusterClient> clients = contenders.stream()
			.map((contender) -> contender.start(lab.configurationEndpoint(), lab.names()::resolve, COMMAND_TIMEOUT))
			.toList();
		List<PipelineLoad> loads = IntStream.range(0, clients.size())
			.mapToObj((i) -> new PipelineLoad(contenders.get(i), scenario, clients.get(i)))
			.toList();
		try (MultiKeyLoad multiKey = new MultiKeyLoad(scenario, clients.get(0))) {
			loads.forEach(PipelineLoad::awaitProgress);
			multiKey.awaitProgress();
			events.accept(loads.get(0));
			loads.get(0).awaitProgress();
			multiKey.awaitProgress();
			MultiKeyLoad.Report multiKeyReport = multiKey.stop(scenario);
			List<PipelineLoad.Report> reports = loads.stream()
				.map((load) -> load.stop(scenario, clients.get(0)))
				.toList();
			assertThatNothingIsLent(clients.get(0));
			return new Outcome(reports.get(0), multiKeyReport);
		}
		finally {
			loads.forEach(PipelineLoad::close);
			clients.forEach(RedisClusterClient::close);
		}
	}

	/**
	 * What our client made of a scenario.
	 */
	private record Outcome(PipelineLoad.Report pipelines, MultiKeyLoad.Report multiKey) {

		void assertNothingFailed() {
			assertThat(this.pipelines).isEqualTo(new PipelineLoad.Report(this.pipelines.acknowledged(), 0, 0, 0, 0, 0));
			assertThat(this.multiKey).isEqualTo(new MultiKeyLoad.Report(this.multiKey.done(), 0, 0));
		}

	}

	private static void assertThatNothingIsLent(RedisClusterClient client) {
		assertThat(client.getClusterNodes().values()).extracting(ConnectionPool::getNumActive).containsOnly(0);
	}

	@Test
	void manyCommandsAreCarriedOutWithoutHoldingAnything() {
		try (RedisClusterClient client = Contender.JEDIS_TOPOLOGY.start(lab.configurationEndpoint(),
				lab.names()::resolve)) {
			List<Response<Long>> replies = new ArrayList<>();
			try (ClusterPipeline pipeline = client.pipelined()) {
				IntStream.range(0, 25_000).forEach((i) -> replies.add(pipeline.incr("many:" + i % 100)));
				pipeline.sync();
				assertThatNothingIsLent(client);
				pipeline.publish("nobody", "hears");
				replies.add(pipeline.incr("many:0"));
			}
			assertThat(replies.subList(0, 25_000)).extracting(Response::get)
				.containsExactlyElementsOf(IntStream.range(0, 25_000).mapToObj((i) -> 1L + i / 100).toList());
			assertThat(replies.get(25_000).get()).isEqualTo(251);
			assertThatNothingIsLent(client);
		}
	}

	@Test
	void aWrongCommandIsRefusedAsByStockJedis() {
		try (RedisClusterClient client = Contender.JEDIS_TOPOLOGY.start(lab.configurationEndpoint(),
				lab.names()::resolve);
				RedisClusterClient stock = Contender.STOCK_JEDIS.start(lab.configurationEndpoint(),
						lab.names()::resolve);
				ClusterPipeline pipeline = client.pipelined();
				ClusterPipeline stockPipeline = stock.pipelined()) {
			for (Consumer<ClusterPipeline> command : List.<Consumer<ClusterPipeline>>of((it) -> it.mget("a", "b"),
					(it) -> it.rename("a", "b"), (it) -> it.sinter("a", "b"))) {
				assertThatRuntimeException().isThrownBy(() -> command.accept(stockPipeline))
					.satisfies((expected) -> assertThatExceptionOfType(expected.getClass())
						.isThrownBy(() -> command.accept(pipeline))
						.withMessage(expected.getMessage()));
			}
			pipeline.set("text", "text");
			Response<Long> wrong = pipeline.incr("text");
			Response<String> right = pipeline.get("text");
			pipeline.sync();
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(wrong::get).withMessageStartingWith("ERR ");
			assertThat(right.get()).isEqualTo("text");
		}
	}

	/** The same commands as on a single node. */
	@Test
	void keysOfManySlotsAreAsGoodAsOfOne() {
		try (RedisClusterClient client = Contender.JEDIS_TOPOLOGY.start(lab.configurationEndpoint(),
				lab.names()::resolve)) {
			String[] keys = IntStream.range(0, 300).mapToObj((i) -> "split:" + i).toArray(String[]::new);
			String[] words = Stream.of(keys).flatMap((key) -> Stream.of(key, "value of " + key)).toArray(String[]::new);
			byte[][] binaryKeys = Stream.of(keys).map(SafeEncoder::encode).toArray(byte[][]::new);
			assertThat(client.mset(words)).isEqualTo("OK");
			assertThat(client.mget(keys))
				.containsExactlyElementsOf(Stream.of(keys).map((key) -> "value of " + key).toList());
			assertThat(client.mget(binaryKeys)).extracting(SafeEncoder::encode).isEqualTo(client.mget(keys));
			assertThat(client.mget("split:1", "split:none", "split:1")).containsExactly("value of split:1", null,
					"value of split:1");
			assertThat(client.exists(keys)).isEqualTo(300);
			assertThat(client.exists("split:1", "split:none", "split:1")).isEqualTo(2);
			assertThat(client.touch(binaryKeys)).isEqualTo(300);
			assertThat(client.del("split:0", "split:1", "split:none")).isEqualTo(2);
			assertThat(client.unlink(binaryKeys)).isEqualTo(298);
			assertThat(client.mset(Stream.of(words).map(SafeEncoder::encode).toArray(byte[][]::new))).isEqualTo("OK");
			assertThat(client.del(binaryKeys)).isEqualTo(300);
			assertThatNothingIsLent(client);
		}
	}

	@Test
	void keysOfManySlotsAreRefusedOnRequest() {
		JedisTopology.Builder builder = JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.hostResolver(lab.names()::resolve)
			.splitMultiKeyCommands(false);
		switch (JedisLine.current()) {
			case SEVEN -> {
				try (JedisTopology cluster = builder.build()) {
					assertThatExceptionOfType(JedisClusterOperationException.class)
						.isThrownBy(() -> cluster.client().mget("a", "b"))
						.withMessage("Keys must belong to same hashslot.");
					assertThat(cluster.client().mget("{a}1", "{a}2")).hasSize(2);
				}
			}
			case EIGHT -> {
				builder.name("refused");
				assertThat(List.<Supplier<JedisTopology>>of(builder::build, builder::buildLazily))
					.allSatisfy((start) -> assertThatIllegalArgumentException().isThrownBy(start::get)
						.withMessageStartingWith("splitMultiKeyCommands is false: expected true"));
				assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.noneMatch((thread) -> thread.startsWith("jedis-topology-refused"));
			}
		}
	}

	@Test
	void encryptedConnectionsCarryBatchesToo() {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.tls()
			.start();
				JedisTopology cluster = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.hostResolver(lab.names()::resolve)
					.tls(new TlsSettings(lab.sslContext(), lab.sslContext().getDefaultSSLParameters()))
					.build();
				ClusterPipeline pipeline = cluster.client().pipelined()) {
			String large = "x".repeat(100_000);
			List<Response<String>> replies = new ArrayList<>();
			for (int i = 0; i < 2000; i++) {
				pipeline.set("tls:" + i, (i % 500 == 0) ? large : "small");
				replies.add(pipeline.get("tls:" + i));
			}
			pipeline.sync();
			assertThat(replies).extracting((reply) -> reply.get().length())
				.containsExactlyElementsOf(
						IntStream.range(0, 2000).mapToObj((i) -> (i % 500 == 0) ? 100_000 : 5).toList());
		}
	}

	/** A client that was closed has no node to ask. */
	@Test
	void noResponseIsLeftOpen() {
		JedisTopology cluster = JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.hostResolver(lab.names()::resolve)
			.build();
		ClusterPipeline pipeline = cluster.client().pipelined();
		Response<Long> response = pipeline.incr("key");
		cluster.close();
		pipeline.sync();
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(response::get)
			.withMessageContaining("the client is closed");
	}

	private static RedisClusterLabBuilder builder() {
		return RedisClusterLab.builder()
			.replicas(1)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME);
	}

}
