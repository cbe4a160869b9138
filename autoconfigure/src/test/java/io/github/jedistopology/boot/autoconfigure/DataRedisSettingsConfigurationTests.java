package io.github.jedistopology.boot.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class DataRedisSettingsConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, SslAutoConfiguration.class))
		.withUserConfiguration(DataRedisSettingsConfiguration.class);

	@Test
	void readsPropertiesOfSpringBoot() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.cluster.nodes=a.test:1,[::1]:2",
					"spring.data.redis.cluster.max-redirects=3", "spring.data.redis.username=app",
					"spring.data.redis.password=secret", "spring.data.redis.client-name=shop",
					"spring.data.redis.connect-timeout=1ms", "spring.data.redis.timeout=2ms",
					"spring.data.redis.ssl.enabled=true")
			.run((context) -> {
				DataRedisSettings settings = context.getBean(DataRedisSettings.class);
				assertThat(settings.sslBundle()).isNotNull();
				assertThat(settings).usingRecursiveComparison()
					.ignoringFields("sslBundle")
					.isEqualTo(new DataRedisSettings(List.of("a.test:1", "[::1]:2"), "app", "secret", null, 0, "shop",
							Duration.ofMillis(1), Duration.ofMillis(2), 3));
				assertThat(settings).asString().doesNotContain("secret");
			});
	}

	@Test
	void saysNothingByDefault() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(DataRedisSettings.class)).isEqualTo(DataRedisSettings.NONE));
	}

	@Test
	void asksConnectionDetailsFirst() {
		DataRedisConnectionDetails details = new DataRedisConnectionDetails() {

			@Override
			public String getPassword() {
				return "secret";
			}

			@Override
			public Cluster getCluster() {
				return () -> List.of(new Node("::1", 7));
			}

		};
		this.contextRunner.withBean(DataRedisConnectionDetails.class, () -> details)
			.withPropertyValues("spring.data.redis.cluster.nodes=a.test:1", "spring.data.redis.password=other")
			.run((context) -> {
				DataRedisSettings settings = context.getBean(DataRedisSettings.class);
				assertThat(settings.endpoints()).containsExactly("[::1]:7");
				assertThat(settings.password()).isEqualTo("secret");
			});
	}

	@Test
	void loginCountsWhereNoServerIsDescribed() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.username=app", "spring.data.redis.password=secret",
					"spring.data.redis.ssl.enabled=true", "spring.data.redis.database=3")
			.run((context) -> {
				DataRedisSettings settings = context.getBean(DataRedisSettings.class);
				assertThat(settings.username()).isEqualTo("app");
				assertThat(settings.password()).isEqualTo("secret");
				assertThat(settings.sslBundle()).isNotNull();
				assertThat(settings.database()).isEqualTo(3);
			});
	}

	@Test
	void loginCountsWithNodesWhateverElseIsDescribed() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.cluster.nodes=a.test:1", "spring.data.redis.host=other.test",
					"spring.data.redis.password=secret")
			.run((context) -> assertThat(context.getBean(DataRedisSettings.class).password()).isEqualTo("secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "host=other.test", "host=localhost", "port=6380", "url=redis://localhost",
			"url=rediss://other:secret@other.test:6379/3", "sentinel.master=mymaster", "masterreplica.nodes=a.test:1" })
	void loginEncryptionAndDatabaseOfAnotherServerAreNotTheClusters(String server) {
		// With a factory of the user's, nobody connects to it.
		this.contextRunner.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.withPropertyValues("spring.data.redis." + server, "spring.data.redis.username=app",
					"spring.data.redis.password=secret", "spring.data.redis.ssl.enabled=true",
					"spring.data.redis.database=3", "spring.data.redis.client-name=shop",
					"spring.data.redis.connect-timeout=1ms", "spring.data.redis.timeout=2ms")
			.run((context) -> assertThat(context.getBean(DataRedisSettings.class)).isEqualTo(new DataRedisSettings(
					List.of(), null, null, null, 0, "shop", Duration.ofMillis(1), Duration.ofMillis(2), null)));
	}

	@Test
	void loginOfAServiceConnectionToAnotherServerIsNotTheClusters() {
		DataRedisConnectionDetails details = new DataRedisConnectionDetails() {

			@Override
			public String getPassword() {
				return "secret";
			}

			@Override
			public Standalone getStandalone() {
				return Standalone.of("127.0.0.1", 6379);
			}

		};
		this.contextRunner.withBean(DataRedisConnectionDetails.class, () -> details)
			.run((context) -> assertThat(context.getBean(DataRedisSettings.class).password()).isNull());
	}

	@Test
	void isAbsentWithoutSpringBootsSupport() {
		new ApplicationContextRunner().withUserConfiguration(DataRedisSettingsConfiguration.class)
			.withClassLoader(new FilteredClassLoader(DataRedisConnectionDetails.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DataRedisSettings.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.test", "redis://app:secret@a.test" })
	void refusesMalformedNodesWithoutShowingThem(String node) {
		// With a factory of the user's, Spring Boot does not read them itself.
		this.contextRunner.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.withPropertyValues("spring.data.redis.client-type=jedis", "spring.data.redis.cluster.nodes=" + node)
			.run((context) -> assertThat(Throwables.getStackTrace(context.getStartupFailure()))
				.contains("Configuration property 'spring.data.redis.cluster.nodes' is invalid")
				.doesNotContain("secret"));
	}

}
