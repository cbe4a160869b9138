package io.github.jedistopology.boot.autoconfigure.data;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.boot.FakeClusters.QualifiedClusters;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;
import io.github.jedistopology.boot.autoconfigure.data.TopologyConnectionFactoryAutoConfigurationTests.Lettuce;
import io.github.jedistopology.boot.data.TopologyConnectionFactory;

import static io.github.jedistopology.boot.FakeClusters.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * What Spring Data connects to when the application has clusters and none of them is the
 * default.
 */
class UnchosenClusterAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JedisTopologyAutoConfiguration.class,
				TopologyConnectionFactoryAutoConfiguration.class, TopologyBesideLettuceAutoConfiguration.class,
				UnchosenClusterAutoConfiguration.class, DataRedisAutoConfiguration.class, SslAutoConfiguration.class));

	@ParameterizedTest
	@EnumSource
	void templatesSayThatAClusterIsToBeChosen(Lettuce lettuce) {
		lettuce.in(this.contextRunner.withUserConfiguration(QualifiedClusters.class)).run((context) -> {
			assertThat(context).hasSingleBean(RedisConnectionFactory.class);
			StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
			assertThatIllegalStateException().isThrownBy(() -> template.hasKey("key"))
				.withMessageContaining("carts, orders")
				.withMessageContaining("TopologyConnectionFactory")
				.withMessageContaining("'spring.data.redis'");
		});
	}

	@Test
	void choosesNoneOfSeveralThatAreNotPrimary() {
		this.contextRunner.withBean("carts", JedisTopology.class, () -> topology("carts"))
			.withBean("orders", JedisTopology.class, () -> topology("orders"))
			.run((context) -> assertThat(context.getBean(RedisConnectionFactory.class))
				.isInstanceOf(UnchosenConnectionFactory.class));
	}

	@Test
	void factoryOfAnotherAutoConfigurationIsUsed() {
		this.contextRunner.withUserConfiguration(QualifiedClusters.class)
			.withConfiguration(AutoConfigurations.of(ZotherAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(StringRedisTemplate.class).getConnectionFactory())
				.isSameAs(context.getBean("otherConnectionFactory")));
	}

	@Test
	void givesNoConnectionOfAnyKind() {
		this.contextRunner.withUserConfiguration(QualifiedClusters.class).run((context) -> {
			RedisConnectionFactory factory = context.getBean(RedisConnectionFactory.class);
			assertThatIllegalStateException().isThrownBy(factory::getConnection);
			assertThatIllegalStateException().isThrownBy(factory::getClusterConnection);
			assertThatIllegalStateException().isThrownBy(factory::getSentinelConnection);
		});
	}

	/** With Lettuce, whose factories connect to nobody before they are used. */
	@ParameterizedTest
	@ValueSource(strings = { "host=localhost", "port=6379", "url=redis://localhost:6379",
			"sentinel.nodes=a.test:1 sentinel.master=a", "masterreplica.nodes[0]=a.test:1", "cluster.nodes=a.test:1" })
	void leavesAServerThatIsDescribedToSpringBoot(String server) {
		this.contextRunner.withBean("carts", JedisTopology.class, () -> topology("carts"))
			.withBean("orders", JedisTopology.class, () -> topology("orders"))
			.withPropertyValues(Stream.of(server.split(" ")).map("spring.data.redis."::concat).toArray(String[]::new))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("redisConnectionFactory"));
	}

	@Test
	void leavesAServiceConnectionToSpringBoot() {
		this.contextRunner.withUserConfiguration(QualifiedClusters.class)
			.withBean(DataRedisConnectionDetails.class, () -> new DataRedisConnectionDetails() {

				@Override
				public Standalone getStandalone() {
					return Standalone.of("127.0.0.1", 6379);
				}

			})
			.run((context) -> assertThat(context).hasSingleBean(RedisConnectionFactory.class)
				.hasBean("redisConnectionFactory"));
	}

	@Test
	void leavesAConfigurationOfSpringDatasToSpringBoot() {
		this.contextRunner.withUserConfiguration(QualifiedClusters.class)
			.withBean(RedisStandaloneConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(RedisConnectionFactory.class)
				.hasBean("redisConnectionFactory"));
	}

	@ParameterizedTest
	@EnumSource
	void isAbsentWhereTheUserHasChosen(Lettuce lettuce) {
		lettuce.in(this.contextRunner.withUserConfiguration(QualifiedClusters.class))
			.withBean(TopologyConnectionFactory.class, () -> new TopologyConnectionFactory(topology("orders")))
			.run((context) -> assertThat(context).hasSingleBean(RedisConnectionFactory.class)
				.hasSingleBean(TopologyConnectionFactory.class));
	}

	@ParameterizedTest
	@EnumSource
	void isAbsentWithADefaultCluster(Lettuce lettuce) {
		lettuce.in(this.contextRunner.withUserConfiguration(QualifiedClusters.class))
			.withBean(JedisTopology.class, () -> topology("default"))
			.run((context) -> assertThat(context).doesNotHaveBean(UnchosenConnectionFactory.class)
				.hasSingleBean(TopologyConnectionFactory.class));
	}

	@Test
	void isAbsentWithoutCluster() {
		this.contextRunner.withBean(RedisClusterClient.class, () -> mock(RedisClusterClient.class))
			.run((context) -> assertThat(context).hasSingleBean(RedisConnectionFactory.class)
				.hasBean("redisConnectionFactory"));
	}

	@Test
	void isAbsentWithoutSpringData() {
		this.contextRunner.withUserConfiguration(QualifiedClusters.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.data", "org.springframework.boot.data"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("unchosenConnectionFactory"));
	}

	/**
	 * Of somebody else's starter, behind ours by its name.
	 */
	@AutoConfiguration(before = DataRedisAutoConfiguration.class)
	static class ZotherAutoConfiguration {

		@Bean
		RedisConnectionFactory otherConnectionFactory() {
			return mock();
		}

	}

}
