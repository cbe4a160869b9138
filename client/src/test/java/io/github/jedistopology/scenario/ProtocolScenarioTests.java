package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.args.GeoUnit;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.params.ZParams;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RESP2 and RESP3 with a real server: the same values, the same way through a change.
 */
class ProtocolScenarioTests {

	private static RedisClusterLab lab;

	private static JedisTopology resp2;

	private static JedisTopology resp3;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().shards(2).user("app", "secret").start();
		resp2 = client(RedisProtocol.RESP2);
		resp3 = client(RedisProtocol.RESP3);
	}

	private static JedisTopology client(RedisProtocol protocol) {
		return JedisTopology.builder()
			.endpoints(lab.configurationEndpoint())
			.credentials("app", "secret")
			.clientName("speaks-" + protocol)
			.protocol(protocol)
			.build();
	}

	@AfterAll
	static void stop() {
		resp3.close();
		resp2.close();
		lab.close();
	}

	@Test
	void valuesAreTheSame() {
		commands().forEach((name, command) -> {
			Object expected = PlainValue.of(command.apply(resp2.client(), "{two}" + name));
			assertThat(expected).as(name).isNotNull();
			assertThat(PlainValue.of(command.apply(resp3.client(), "{three}" + name))).as(name).isEqualTo(expected);
		});
	}

	/** Those whose replies are of other types in RESP3. */
	private static Map<String, BiFunction<RedisClusterClient, String, Object>> commands() {
		Map<String, BiFunction<RedisClusterClient, String, Object>> commands = new LinkedHashMap<>();
		commands.put("hash", (client, key) -> {
			client.hset(key, Map.of("field", "value"));
			return List.of(client.hgetAll(key), client.hrandfieldWithValues(key, 1), client.hget(key, "field"),
					client.hincrByFloat(key, "number", 1.5), client.hkeys(key), client.hexists(key, "field"));
		});
		commands.put("set", (client, key) -> {
			client.sadd(key, "member");
			return List.of(client.smembers(key), client.sismember(key, "member"), client.smismember(key, "member", "x"),
					client.sunion(key, key), client.spop(key, 1));
		});
		commands.put("sorted set", (client, key) -> {
			client.zadd(key, Map.of("a", 1.5, "b", Double.POSITIVE_INFINITY));
			return List.of(client.zscore(key, "a"), client.zmscore(key, "a", "b"), client.zrangeWithScores(key, 0, -1),
					client.zincrby(key, 1.25, "a"), client.zinterWithScores(new ZParams(), key, key),
					client.zrandmemberWithScores(key, 2), client.zdiffWithScores(key, key), client.zpopmin(key),
					client.zpopmax(key, 1));
		});
		commands.put("stream", (client, key) -> {
			client.xadd(key, new StreamEntryID(1, 1), Map.of("field", "value"));
			client.xgroupCreate(key, "group", new StreamEntryID(0, 0), false);
			return List.of(client.xrange(key, "-", "+"), client.xinfoStream(key), client.xinfoGroups(key),
					client.xreadAsMap(new XReadParams(), Map.of(key, new StreamEntryID(0, 0))).values());
		});
		commands.put("geo", (client, key) -> {
			client.geoadd(key, 13.361389, 38.115556, "Palermo");
			client.geoadd(key, 15.087269, 37.502669, "Catania");
			return List.of(client.geopos(key, "Palermo"), client.geodist(key, "Palermo", "Catania", GeoUnit.KM));
		});
		commands.put("string", (client, key) -> {
			client.set(key, "1.5");
			return List.of(client.incrByFloat(key, 1), client.getEx(key, new GetExParams().persist()),
					client.objectEncoding(key), client.setnx(key, "x"), client.expire(key, 100));
		});
		commands.put("script", (client, key) -> client.eval("return {1, 'text', {KEYS[1] == ARGV[1]}, false}",
				List.of(key), List.of(key)));
		commands.put("missing", (client, key) -> Arrays.asList(client.get(key), client.hgetAll(key),
				client.zscore(key, "a"), client.lpop(key), client.blpop(0.01, key), client.xrange(key, "-", "+")));
		return commands;
	}

	@Test
	void valuesOfATransactionAreTheSame() {
		assertThat(transaction(resp3, "three")).isEqualTo(transaction(resp2, "two"));
	}

	private static List<Object> transaction(JedisTopology cluster, String key) {
		try (AbstractTransaction transaction = cluster.transaction(key)) {
			transaction.multi();
			transaction.hset("{" + key + "}hash", "field", "value");
			transaction.hgetAll("{" + key + "}hash");
			transaction.zadd("{" + key + "}sorted", 1.5, "member");
			transaction.zscore("{" + key + "}sorted", "member");
			return transaction.exec();
		}
	}

	@Test
	void aTextIsNotPrecededByItsFormat() {
		assertThat(resp3.client().info("replication")).startsWith("# Replication");
	}

	@Test
	void connectionsSpeakWhatTheyWereTold() {
		String key = "key";
		resp3.client().set(key, "value");
		Object clients = resp3.client().sendCommand(key, Command.CLIENT, "LIST");
		assertThat(SafeEncoder.encode((byte[]) clients).lines().filter((line) -> line.contains("cmd=client|list")))
			.singleElement()
			.asString()
			.contains("name=speaks-RESP3", "user=app");
	}

	/** The server pushes an invalidation to whoever has read a key that changes. */
	@Test
	void aPushShiftsNoReply() {
		RedisClusterClient client = resp3.client();
		client.sendCommand("tracked", Command.CLIENT, "TRACKING", "ON");
		for (int i = 0; i < 50; i++) {
			resp2.client().set("tracked", "value-" + i);
			assertThat(client.get("tracked")).isEqualTo("value-" + i);
			assertThat(client.strlen("{tracked}other")).isZero();
		}
	}

	@Test
	void aReshardIsFollowed() {
		try (VerifiedLoad load = VerifiedLoad.on(resp3.client()).threads(4).rate(500).start()) {
			lab.addShard();
			long operations = load.report().operations();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> load.report().operations() > operations + 500);
			LoadReport report = load.stop();
			assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
			assertThat(report.wrongValues()).isZero();
			assertThat(report.lostWrites()).isZero();
		}
	}

}
