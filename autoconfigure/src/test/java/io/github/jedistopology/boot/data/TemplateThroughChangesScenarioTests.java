package io.github.jedistopology.boot.data;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.TlsSettings;
import io.github.jedistopology.testkit.PlannedChange;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A template while replicas take over and slots move, on a cluster with TLS: nobody
 * notices.
 */
class TemplateThroughChangesScenarioTests {

	/** Of each load. */
	private static final int RATE = 100;

	/** TLS handshakes take their time on a busy machine. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final List<VerifiedLoad> loads = new ArrayList<>();

	@Test
	void noOperationFails() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(2).replicas(1).tls().start();
				JedisTopology topology = JedisTopology.builder()
					.endpoints(lab.configurationEndpoint())
					.tls(TlsSettings.of(lab.sslContext()))
					.timeouts(new Timeouts(PATIENCE, PATIENCE, PATIENCE))
					.refresh(new RefreshSettings(PATIENCE, 3, PATIENCE))
					.build()) {
			TopologyConnectionFactory factory = new TopologyConnectionFactory(topology);
			factory.afterPropertiesSet();
			StringRedisTemplate redis = new StringRedisTemplate(factory);
			for (TemplateLoads load : TemplateLoads.values()) {
				this.loads.add(VerifiedLoad.on(load.on(redis)).threads(2).rate(RATE).keyPrefix(load + ":").start());
			}
			Stream.of(PlannedChange.FAILOVER, PlannedChange.SCALE_OUT, PlannedChange.SCALE_IN).forEach((change) -> {
				goOn();
				change.apply(lab);
			});
			goOn();
			this.loads.forEach(TemplateThroughChangesScenarioTests::judge);
		}
		finally {
			this.loads.forEach(VerifiedLoad::close);
		}
	}

	private void goOn() {
		for (VerifiedLoad load : this.loads) {
			long operations = load.report().operations() + RATE / 2;
			await().atMost(Duration.ofSeconds(60)).until(() -> load.report().operations() >= operations);
		}
	}

	private static void judge(VerifiedLoad load) {
		LoadReport report = load.stop();
		assertThat(report.errors()).as("failed operations: %s", report.failures()).isEmpty();
		assertThat(report.lostWrites()).as("acknowledged writes lost").isZero();
		assertThat(report.wrongValues()).as("wrong values: %s", report.failures()).isZero();
		assertThat(report.unverifiedKeys()).as("keys never read again").isZero();
	}

}
