package io.github.jedistopology.boot;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.jedistopology.boot.ClusterApplication.Answer;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How an application starts without its cluster, and how it ends.
 */
class StartAndEndScenarioTests {

	private static final int RUNS = 5;

	@Test
	void startsWithoutItsClusterAndBecomesHealthyWhenItIsThere() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).start()) {
			String endpoint = lab.configurationEndpoint();
			LabNode node = lab.primaries().get(0);
			lab.freeze(node);
			try (ClusterApplication application = ClusterApplication.start("jedis-topology.endpoints=" + endpoint,
					"jedis-topology.start-lazily=true", "management.endpoint.redistopology.access=read-only")) {
				Answer health = application.get("health/redisTopology");
				assertThat(health.status()).isEqualTo(503);
				assertThat(health.body().at("/details/reasons/0").asString())
					.isEqualTo("The topology is not known yet");
				lab.thaw(node);
				await().atMost(Duration.ofSeconds(30))
					.until(() -> application.get("health/redisTopology").status() == 200);
				assertThat(application.redis().set("key", "value")).isEqualTo("OK");
				assertThat(application.post("redistopology").status()).as("read-only").isEqualTo(405);
			}
		}
	}

	@Test
	void requestsThatAreUnderWayFinishBeforeTheClientIsClosed() throws Exception {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).start();
				ClusterApplication application = ClusterApplication.start(List.of(Slow.class),
						"jedis-topology.endpoints=" + lab.configurationEndpoint())) {
			Slow slow = application.bean(Slow.class);
			CompletableFuture<HttpResponse<String>> request = HttpClient.newHttpClient()
				.sendAsync(HttpRequest.newBuilder(application.uri("slow")).build(), BodyHandlers.ofString());
			assertThat(slow.entered.await(20, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> close = CompletableFuture.runAsync(application::close);
			assertThat(request).succeedsWithin(Duration.ofSeconds(20)).extracting(HttpResponse::body).isEqualTo("OK");
			assertThat(close).succeedsWithin(Duration.ofSeconds(20));
		}
	}

	@Test
	void endsWithinASecond() {
		List<Duration> ends = new ArrayList<>();
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).start()) {
			for (int run = 0; run < RUNS; run++) {
				ClusterApplication application = ClusterApplication
					.start("jedis-topology.endpoints=" + lab.configurationEndpoint());
				application.redis().set("key", "value");
				long begin = System.nanoTime();
				application.close();
				ends.add(Duration.ofNanos(System.nanoTime() - begin));
			}
		}
		Collections.sort(ends);
		assertThat(ends.get(RUNS / 2)).as("median of %s", ends).isLessThan(Duration.ofSeconds(1));
		assertThat(ends.get(RUNS - 1)).as("longest, on a busy machine").isLessThan(Duration.ofSeconds(10));
	}

	/**
	 * Answers only when the application ends.
	 */
	@RestController
	static class Slow {

		final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch closing = new CountDownLatch(1);

		private final RedisClusterClient redis;

		Slow(RedisClusterClient redis) {
			this.redis = redis;
		}

		@GetMapping("/slow")
		String slow() throws InterruptedException {
			this.entered.countDown();
			this.closing.await();
			return this.redis.set("key", "value");
		}

		@EventListener
		void onClosed(ContextClosedEvent event) {
			this.closing.countDown();
		}

	}

}
