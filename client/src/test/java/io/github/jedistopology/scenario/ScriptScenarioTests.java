package io.github.jedistopology.scenario;

import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scripts that the promoted replica does not have, and functions, which it has.
 */
class ScriptScenarioTests {

	private static final String SCRIPT = "return redis.call('INCRBY', KEYS[1], ARGV[1])";

	private static final String FUNCTION = """
			#!lua name=scenario
			redis.register_function('add', function(keys, args) return redis.call('INCRBY', keys[1], args[1]) end)
			""";

	private static RedisClusterLab lab;

	private static RedisClusterClient client;

	private static RedisClusterClient stock;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().replicas(1).start();
		client = Contender.JEDIS_TOPOLOGY.start(lab.configurationEndpoint(), HostResolver.SYSTEM);
		stock = Contender.STOCK_JEDIS.start(lab.configurationEndpoint(), HostResolver.SYSTEM);
	}

	@AfterAll
	static void stop() {
		stock.close();
		client.close();
		lab.close();
	}

	@Test
	void scriptsAndFunctionsGoOnAfterAFailover() {
		LabShard shard = lab.shards().get(0);
		String key = Keys.in(shard);
		String loaded = client.scriptLoad(SCRIPT, key);
		String evaluated = loadByEval(key);
		client.functionLoad(FUNCTION);
		assertThat(client.evalsha(loaded, List.of(key), List.of("1"))).isEqualTo(1L);
		lab.failover(shard.replicas().get(0));
		System.out.printf("EVALSHA after a failover: stock Jedis %s%n",
				outcome(() -> stock.evalsha(loaded, List.of("{" + key + "}stock"), List.of("1"))));
		assertThat(client.evalsha(loaded, List.of(key), List.of("1"))).isEqualTo(2L);
		assertThat(client.evalshaReadonly(evaluated, List.of(key), List.of())).isEqualTo("2");
		assertThat(client.fcall("add", List.of(key), List.of("1"))).isEqualTo(3L);
	}

	private static String loadByEval(String key) {
		String script = "return redis.call('GET', KEYS[1])";
		client.evalReadonly(script, List.of(key), List.of());
		return "d3c21d0c2b9ca22f82737626a27bcaf5d288f99f";
	}

	@Test
	void scriptThatNobodyHasLoadedHereIsTheCallers() {
		assertThatExceptionOfType(JedisNoScriptException.class)
			.isThrownBy(() -> client.evalsha("0".repeat(40), List.of("key"), List.of()));
	}

	private static String outcome(Supplier<Object> call) {
		try {
			return String.valueOf(call.get());
		}
		catch (JedisException ex) {
			return ex.toString();
		}
	}

}
