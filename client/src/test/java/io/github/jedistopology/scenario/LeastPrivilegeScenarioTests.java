package io.github.jedistopology.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.ScanIteration;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that may do no more than the documentation says it must be allowed to.
 */
class LeastPrivilegeScenarioTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Soon after its first byte a replica no longer counts as loading. */
	private static final RefreshSettings OFTEN = new RefreshSettings(Duration.ofSeconds(1), 3, Duration.ofSeconds(2));

	private static final String PASSWORD = "secret";

	private static final Pattern USER = Pattern.compile("ACL SETUSER app on >" + PASSWORD + " (.+)");

	/** The table of what is needed for more: its second column names rules. */
	private static final Pattern FURTHER_RULES = Pattern.compile("\\| [^|]+ \\| `(\\+(?:[^|`]|\\\\\\|)+)` \\|");

	@Test
	void theSmallestAclIsEnoughForKeysInChangesAndFailures() throws IOException {
		RetryPolicy policy = new RetryPolicy(1000, PATIENCE, Duration.ofMillis(10), Duration.ofMillis(100),
				Set.of("SET"));
		try (RedisClusterLab lab = start(smallest());
				JedisTopology cluster = builder(lab).retry(policy).build();
				VerifiedLoad load = VerifiedLoad.on(cluster.client()).threads(8).rate(400).start()) {
			LabNode added = lab.addShard();
			lab.failover(lab.replicas().get(0));
			lab.removeShard(added);
			// A node that is killed forgets what it has refused.
			assertThat(lab.errorStats("NOPERM")).isZero();
			LabNode primary = lab.primaries().get(0);
			lab.kill(primary);
			Awaitility.await().atMost(PATIENCE).until(() -> !lab.primaries().contains(primary));
			lab.restart(primary);
			LoadReport report = load.stop();
			assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
			assertThat(report.unverifiedKeys()).isZero();
			assertThat(lab.errorStats("NOPERM")).isZero();
		}
	}

	@Test
	void everythingElseTakesWhatTheDocumentationNames() throws Exception {
		try (RedisClusterLab lab = start(Stream.concat(smallest(), further()));
				JedisTopology cluster = builder(lab).clientName("app")
					.reads(new ReadSettings(ReadFrom.PREFER_REPLICA))
					.refresh(OFTEN)
					.build()) {
			RedisClusterClient client = cluster.client();
			List<String> keys = IntStream.range(0, 100).mapToObj((i) -> "key:" + i).toList();
			keys.forEach((key) -> client.set(key, key));
			awaitReadsFromReplicas(lab, client);
			assertThat(scan(client)).containsAll(keys);
			assertThat(transaction(cluster)).isEqualTo(List.of(1L, 2L));
			String script = client.scriptLoad("return KEYS[1]", "key:0");
			assertThat(client.evalsha(script, 1, "key:1")).isEqualTo("key:1");
			assertThat(client.eval("return 1")).isEqualTo(1L);
			assertThatMessagesArrive(client);
			assertThatAWaitEnds(lab, client);
			assertThat(lab.errorStats("NOPERM")).isZero();
		}
	}

	private static RedisClusterLab start(Stream<String> rules) {
		return RedisClusterLab.builder()
			.replicas(1)
			.nodeTimeout(Duration.ofSeconds(1))
			.user("app", PASSWORD, rules.toArray(String[]::new))
			.start();
	}

	private static JedisTopology.Builder builder(RedisClusterLab lab) {
		return JedisTopology.builder().endpoints(lab.configurationEndpoint()).credentials("app", PASSWORD);
	}

	private static Stream<String> smallest() throws IOException {
		return words(USER);
	}

	private static Stream<String> further() throws IOException {
		return words(FURTHER_RULES);
	}

	private static Stream<String> words(Pattern pattern) throws IOException {
		List<String> words = pattern.matcher(Files.readString(Path.of("..", "docs", "deployments.md")))
			.results()
			.map((found) -> found.group(1).replace("\\|", "|"))
			.flatMap((rules) -> Stream.of(rules.split(" ")))
			.toList();
		assertThat(words).isNotEmpty();
		return words.stream();
	}

	private static void awaitReadsFromReplicas(RedisClusterLab lab, RedisClusterClient client) {
		Awaitility.await().atMost(PATIENCE).until(() -> {
			client.get("key:0");
			return lab.replicas()
				.stream()
				.anyMatch((replica) -> lab.info(replica, "commandstats").contains("cmdstat_get:"));
		});
	}

	private static Set<String> scan(RedisClusterClient client) {
		ScanIteration iteration = client.scanIteration(10, "key:*");
		Set<String> found = new HashSet<>();
		while (!iteration.isIterationCompleted()) {
			found.addAll(iteration.nextBatchList());
		}
		return found;
	}

	private static List<Object> transaction(JedisTopology cluster) {
		try (AbstractTransaction transaction = cluster.transaction("counter")) {
			transaction.watch("counter");
			transaction.get("counter");
			transaction.unwatch();
			transaction.multi();
			transaction.incr("counter");
			transaction.incr("counter");
			return transaction.exec();
		}
	}

	private static void assertThatMessagesArrive(RedisClusterClient client) {
		JedisPubSub listener = new JedisPubSub() {

			@Override
			public void onMessage(String channel, String message) {
				unsubscribe();
			}

		};
		CompletableFuture<Void> heard = CompletableFuture.runAsync(() -> client.subscribe(listener, "news"));
		Awaitility.await().atMost(PATIENCE).until(() -> {
			client.publish("news", "message");
			return heard.isDone();
		});
		assertThat(heard).isCompleted();
	}

	/** The node is asked to end it. */
	private static void assertThatAWaitEnds(RedisClusterLab lab, RedisClusterClient client) throws Exception {
		LabShard shard = lab.shards().get(0);
		ExecutorService waiting = Executors.newSingleThreadExecutor();
		waiting.submit(() -> client.blpop(0, Keys.in(shard)));
		Awaitility.await().atMost(PATIENCE).until(() -> hasBlockedClient(lab, shard.primary()));
		waiting.shutdownNow();
		assertThat(waiting.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(hasBlockedClient(lab, shard.primary())).isFalse();
	}

	private static boolean hasBlockedClient(RedisClusterLab lab, LabNode node) {
		return lab.info(node, "clients").contains("blocked_clients:1");
	}

}
