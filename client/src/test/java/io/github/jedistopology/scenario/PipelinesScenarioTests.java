package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.scenario.PipelineLoad.Report;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.RedisClusterLabBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

/**
 * Pipelines through planned changes and failures. Stock Jedis goes through the same ones
 * at the same time.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class PipelinesScenarioTests {

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
		assertNothingFails(run("reshard", lab, (load) -> {
			List<LabNode> primaries = lab.primaries();
			lab.moveSlots(primaries.get(0), primaries.get(1), 2000);
			lab.moveSlots(primaries.get(1), primaries.get(0), 2000);
		}));
	}

	@Test
	void replicasTakeOver() {
		assertNothingFails(
				run("failover", lab, (load) -> lab.shards().forEach((shard) -> lab.failover(shard.replicas().get(0)))));
	}

	@Test
	void clusterShrinks() {
		LabNode added = lab.addShard();
		assertNothingFails(run("scale-in", lab, (load) -> lab.removeShard(added)));
	}

	@Test
	void primaryIsFrozen() {
		Report report = run("freeze", lab, (load) -> {
			LabNode victim = lab.primaries().get(0);
			lab.freeze(victim);
			try {
				PipelineLoad.await(() -> load.inDoubt() > 0);
			}
			finally {
				lab.thaw(victim);
			}
		});
		assertThat(report.lost()).as("acknowledged, and lost").isZero();
		assertThat(report.executedTwice()).isZero();
		assertThat(report.disorder()).isZero();
		assertThat(report.inDoubt()).isPositive();
	}

	/** What its replica has not got yet is lost with a killed primary, whoever asks. */
	@Test
	void primaryIsKilled() {
		try (RedisClusterLab lab = builder().nodeTimeout(Duration.ofSeconds(1)).start()) {
			Report report = run("kill", lab, (load) -> {
				LabShard shard = lab.shards().get(0);
				lab.kill(shard.primary());
				PipelineLoad.await(() -> lab.primaries().contains(shard.replicas().get(0)));
			});
			assertThat(report.executedTwice()).isZero();
		}
	}

	private static Report run(String scenario, RedisClusterLab lab, Consumer<PipelineLoad> events) {
		List<Contender> contenders = ScenarioLength.contenders(Contender.STOCK_JEDIS).toList();
		List<RedisClusterClient> clients = new ArrayList<>();
		List<PipelineLoad> loads = new ArrayList<>();
		try {
			for (Contender contender : contenders) {
				RedisClusterClient client = contender.start(lab.configurationEndpoint(), lab.names()::resolve,
						COMMAND_TIMEOUT);
				clients.add(client);
				loads.add(new PipelineLoad(contender, scenario, client));
			}
			loads.forEach(PipelineLoad::awaitProgress);
			events.accept(loads.get(0));
			loads.get(0).awaitProgress();
			List<Report> reports = loads.stream().map((load) -> load.stop(scenario, clients.get(0))).toList();
			assertThatNothingIsLent(clients.get(0));
			return reports.get(0);
		}
		finally {
			loads.forEach(PipelineLoad::close);
			clients.forEach(RedisClusterClient::close);
		}
	}

	private static void assertNothingFails(Report report) {
		assertThat(report).isEqualTo(new Report(report.acknowledged(), 0, 0, 0, 0, 0));
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
