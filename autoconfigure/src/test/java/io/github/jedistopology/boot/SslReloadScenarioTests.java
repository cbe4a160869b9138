package io.github.jedistopology.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Certificates are replaced while commands run.
 */
class SslReloadScenarioTests {

	private static byte[] strangers;

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicLong acknowledged = new AtomicLong();

	@BeforeAll
	static void makeStrangers() throws IOException {
		try (RedisClusterLab other = RedisClusterLab.builder().shards(1).tls().start()) {
			strangers = Files.readAllBytes(other.certificateAuthority());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "jedis-topology.ssl.bundle", "spring.data.redis.ssl.bundle" })
	void aBundleThatIsReloadedCostsNoCommand(String property, @TempDir Path directory) throws IOException {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).tls().start()) {
			Path trusted = Files.copy(lab.certificateAuthority(), directory.resolve("ca.pem"));
			// Nobody dials by the way: refreshes are far apart.
			// The first TLS handshake of a JVM takes its time on a busy machine.
			try (ClusterApplication application = ClusterApplication.start(
					"jedis-topology.endpoints=" + lab.configurationEndpoint(), property + "=redis",
					"jedis-topology.refresh.interval=1h", "jedis-topology.timeouts.connect=20s",
					"jedis-topology.timeouts.topology-query=20s", "jedis-topology.refresh.timeout=20s",
					"spring.ssl.bundle.pem.redis.truststore.certificate=file:" + trusted,
					"spring.ssl.bundle.pem.redis.reload-on-update=true",
					"spring.ssl.bundle.watch.file.quiet-period=100ms")) {
				CompletableFuture<Void> load = CompletableFuture.runAsync(() -> countUp(application.redis()));
				await().until(() -> this.acknowledged.get() > 100);
				JedisTopology topology = application.bean(JedisTopology.class);
				long dials = topology.connectionStatistics().dials(DialOutcome.OPENED);
				Files.writeString(trusted, "\n", StandardOpenOption.APPEND);
				await().atMost(Duration.ofSeconds(60))
					.until(() -> topology.connectionStatistics().dials(DialOutcome.OPENED) > dials);
				long renewed = this.acknowledged.get();
				await().until(() -> this.acknowledged.get() > renewed + 100);
				this.stopped.set(true);
				assertThat(load).succeedsWithin(Duration.ofSeconds(30));
				assertThat(application.redis().get("counter")).isEqualTo(Long.toString(this.acknowledged.get()));
				assertThat(topology.connectionStatistics().dials(DialOutcome.TLS_FAILED)).isZero();
				Files.write(trusted, strangers);
				await().atMost(Duration.ofSeconds(60))
					.until(() -> topology.connectionStatistics().dials(DialOutcome.TLS_FAILED) > 0);
			}
		}
	}

	private void countUp(RedisClusterClient redis) {
		while (!this.stopped.get()) {
			redis.incr("counter");
			this.acknowledged.incrementAndGet();
		}
	}

}
