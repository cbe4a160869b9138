package io.github.jedistopology.boot;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A real cluster with TLS and an ACL user.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessScenarioTests {

	private static final String LOG_ALL = "logging.level.[io.github.jedistopology]=trace";

	private static RedisClusterLab lab;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().shards(1).tls().user("app", "correct-horse").start();
	}

	@AfterAll
	static void stop() {
		lab.close();
	}

	@Test
	void connectsWithUserPasswordAndBundle(CapturedOutput output) {
		// The first TLS handshake of a JVM takes its time on a busy machine.
		try (ClusterApplication application = ClusterApplication.start(endpoint(), bundle(),
				"jedis-topology.ssl.bundle=redis", "jedis-topology.username=app",
				"jedis-topology.password=correct-horse", "jedis-topology.client-name=shop",
				"jedis-topology.timeouts.connect=20s", "jedis-topology.timeouts.topology-query=20s",
				"jedis-topology.refresh.timeout=20s", LOG_ALL)) {
			application.redis().set("key", "value");
			assertThat(application.redis().get("key")).isEqualTo("value");
			assertThat(application.get("health/redisTopology").status()).isEqualTo(200);
			assertThat(application.get("redistopology").body().toString()).doesNotContain("correct-horse");
		}
		assertThat(output).doesNotContain("correct-horse");
	}

	@Test
	void explainsWrongPasswordWithoutShowingIt(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> ClusterApplication.start(endpoint(), bundle(), "jedis-topology.ssl.bundle=redis",
					"jedis-topology.username=app", "jedis-topology.password=wrong-horse", LOG_ALL));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("WRONGPASS")
			.contains("Correct 'jedis-topology.username' and 'jedis-topology.password'")
			.doesNotContain("wrong-horse");
	}

	@Test
	void explainsThatEncryptionMayBeMissing(CapturedOutput output) {
		assertThatException().isThrownBy(() -> ClusterApplication.start(endpoint(), "jedis-topology.username=app",
				"jedis-topology.password=correct-horse"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(lab.configurationEndpoint())
			.contains("jedis-topology.ssl.enabled")
			.doesNotContain("correct-horse");
	}

	private static String endpoint() {
		return "jedis-topology.endpoints=" + lab.configurationEndpoint();
	}

	private static String bundle() {
		return "spring.ssl.bundle.pem.redis.truststore.certificate=file:" + lab.certificateAuthority();
	}

}
