package io.github.jedistopology.boot.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a user sees when an application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	@Test
	void explainsMissingEndpoints(CapturedOutput output) {
		start();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("configuration property 'jedis-topology.endpoints'")
			.contains("No endpoint is configured. Set the property to the configuration endpoint");
	}

	@Test
	void explainsMalformedEndpointWithoutItsPassword(CapturedOutput output) {
		start("--jedis-topology.endpoints[0]=a.test:6379", "--jedis-topology.endpoints[1]=rediss://app:secret@b.test");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Configuration property 'jedis-topology.endpoints[1]' is invalid. Endpoint '***@b.test'")
			.contains("Write the endpoint as host:port.")
			.doesNotContain("secret");
	}

	@Test
	void explainsTimeoutOfZero(CapturedOutput output) {
		start("--jedis-topology.endpoints=a.test:6379", "--jedis-topology.timeouts.connect=0s");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '0s' for configuration property 'jedis-topology.timeouts.connect'")
			.contains("Expected a duration above zero");
	}

	@Test
	void explainsUnknownBundle(CapturedOutput output) {
		start("--jedis-topology.endpoints=a.test:6379", "--jedis-topology.ssl.bundle=redsi");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value 'redsi' for configuration property 'jedis-topology.ssl.bundle'")
			.contains("There is no SSL bundle of that name");
	}

	@Test
	void explainsDatabase(CapturedOutput output) {
		start("--jedis-topology.endpoints=a.test:6379", "--spring.data.redis.database=3");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '3' for configuration property 'spring.data.redis.database'")
			.contains("Redis Cluster has only database 0");
	}

	@Test
	void explainsThatNoEndpointAnswersWithoutThePassword(CapturedOutput output) {
		start("--jedis-topology.endpoints=127.0.0.1:1,127.0.0.2:1", "--jedis-topology.password=secret");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Redis Cluster 'default' could not be reached. What was tried:")
			.contains("- 127.0.0.1:1: ")
			.contains("- 127.0.0.2:1: ")
			.contains("Check that 'jedis-topology.endpoints' names the cluster")
			.doesNotContain("secret");
	}

	private static void start(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> application.run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JedisTopologyAutoConfiguration.class, DataRedisAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class Application {

	}

}
