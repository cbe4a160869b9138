package io.github.jedistopology.sample.lab;

import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;

import io.github.jedistopology.sample.SampleApplication;
import io.github.jedistopology.sample.SampleClient;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application on a cluster that is not its own.
 */
class ConfiguredClusterScenarioTests {

	@Test
	void usesTheConfiguredClusterAndStartsNone() {
		try (RedisClusterLab lab = RedisClusterLab.builder().start();
				ConfigurableApplicationContext application = new SpringApplicationBuilder(SampleApplication.class)
					.run("--server.port=0", "--jedis-topology.endpoints=" + lab.configurationEndpoint())) {
			SampleClient client = new SampleClient(
					application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			assertThat(application.getBeanProvider(RedisClusterLab.class)).isEmpty();
			client.http()
				.put()
				.uri("/api/keys/here")
				.contentType(MediaType.TEXT_PLAIN)
				.body("there")
				.exchange()
				.expectStatus()
				.isNoContent();
			assertThat(lab.primaries()).map((primary) -> lab.info(primary, "keyspace"))
				.anySatisfy((keyspace) -> assertThat(keyspace).contains("keys=1"));
			client.http().get().uri("/lab").exchange().expectStatus().isNotFound();
			client.http().post().uri("/lab/kill-primary").exchange().expectStatus().isNotFound();
		}
	}

}
