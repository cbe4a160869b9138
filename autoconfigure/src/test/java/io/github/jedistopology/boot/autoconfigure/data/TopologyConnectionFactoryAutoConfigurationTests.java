package io.github.jedistopology.boot.autoconfigure.data;

import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.util.ReflectionTestUtils;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;
import io.github.jedistopology.boot.data.TopologyConnectionFactory;

import static io.github.jedistopology.boot.FakeClusters.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * Whose connection factory is there, with and without Lettuce.
 */
class TopologyConnectionFactoryAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JedisTopologyAutoConfiguration.class,
				TopologyConnectionFactoryAutoConfiguration.class, TopologyBesideLettuceAutoConfiguration.class,
				DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class,
				SslAutoConfiguration.class));

	enum Lettuce {

		PRESENT {
			@Override
			ApplicationContextRunner in(ApplicationContextRunner runner) {
				return runner;
			}
		},

		ABSENT {
			@Override
			ApplicationContextRunner in(ApplicationContextRunner runner) {
				return runner.withClassLoader(new FilteredClassLoader(RedisClient.class));
			}
		},

		NOT_CHOSEN {
			@Override
			ApplicationContextRunner in(ApplicationContextRunner runner) {
				return runner.withPropertyValues("spring.data.redis.client-type=jedis");
			}
		};

		abstract ApplicationContextRunner in(ApplicationContextRunner runner);

	}

	@ParameterizedTest
	@EnumSource
	void templatesRunOverTheClient(Lettuce lettuce) {
		lettuce.in(withCluster()).run((context) -> {
			RedisConnectionFactory factory = context.getBean(RedisConnectionFactory.class);
			assertThat(factory).isInstanceOf(TopologyConnectionFactory.class);
			assertThat(context.getBean(StringRedisTemplate.class).getConnectionFactory()).isSameAs(factory);
			assertThat(context.getBean("redisTemplate", RedisTemplate.class).getConnectionFactory()).isSameAs(factory);
			assertThat(context.getBean(JedisConnectionFactory.class)).isSameAs(factory);
			assertThat(factory.getConnection().getNativeConnection())
				.isSameAs(context.getBean(RedisClusterClient.class));
		});
	}

	@Test
	void reactiveTemplatesKeepLettuceWhereItIs() {
		withCluster()
			.withPropertyValues("spring.data.redis.cluster.nodes=a.test:6379",
					"spring.data.redis.lettuce.shutdown-timeout=7s")
			.run((context) -> {
				assertThat(context.getBean(ReactiveStringRedisTemplate.class)).isNotNull();
				assertThat(context.getBean(ReactiveRedisConnectionFactory.class))
					.isInstanceOfSatisfying(LettuceConnectionFactory.class, (factory) -> {
						assertThat(factory.isClusterAware()).isTrue();
						assertThat(factory.getClientConfiguration().getShutdownTimeout()).hasSeconds(7);
					});
			});
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRESENT")
	void isTheOnlyFactoryWhereLettuceIsNot(Lettuce lettuce) {
		lettuce.in(withCluster())
			.run((context) -> assertThat(context).hasSingleBean(RedisConnectionFactory.class)
				.doesNotHaveBean(ReactiveStringRedisTemplate.class));
	}

	@ParameterizedTest
	@EnumSource
	void backsOffForOwnFactory(Lettuce lettuce) {
		lettuce.in(withCluster())
			.withBean("mine", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).hasSingleBean(RedisConnectionFactory.class).hasBean("mine"));
	}

	@Test
	void backsOffForOwnLettuceFactory() {
		withCluster().withBean("mine", LettuceConnectionFactory.class, () -> mock(LettuceConnectionFactory.class))
			.run((context) -> assertThat(context).hasSingleBean(RedisConnectionFactory.class).hasBean("mine"));
	}

	@ParameterizedTest
	@EnumSource
	void backsOffForOwnClient(Lettuce lettuce) {
		lettuce.in(this.contextRunner)
			.withBean(RedisClusterClient.class, () -> mock(RedisClusterClient.class))
			.run((context) -> assertThat(context).hasSingleBean(RedisConnectionFactory.class)
				.doesNotHaveBean(TopologyConnectionFactory.class));
	}

	@ParameterizedTest
	@EnumSource
	void leavesTheChoiceAmongSeveralClustersToTheUser(Lettuce lettuce) {
		lettuce.in(withCluster())
			.withBean("orders", JedisTopology.class, () -> topology("orders"))
			.run((context) -> assertThat(context).doesNotHaveBean(TopologyConnectionFactory.class));
	}

	@ParameterizedTest
	@EnumSource
	void templatesRunOverTheClusterThatTheUserChooses(Lettuce lettuce) {
		JedisTopology orders = topology("orders");
		lettuce.in(withCluster())
			.withBean("orders", JedisTopology.class, () -> orders)
			.withBean(TopologyConnectionFactory.class, () -> new TopologyConnectionFactory(orders))
			.run((context) -> assertThat(context.getBean(StringRedisTemplate.class)
				.getRequiredConnectionFactory()
				.getConnection()
				.getNativeConnection()).isSameAs(orders.client()));
	}

	@Test
	void isAbsentWithoutSpringData() {
		withCluster()
			.withClassLoader(new FilteredClassLoader("org.springframework.data", "org.springframework.boot.data"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RedisClusterClient.class)
				.doesNotHaveBean("topologyConnectionFactory"));
	}

	@ParameterizedTest
	@EnumSource
	void stopsAndStartsWithTheContextAndLeavesTheClientToIt(Lettuce lettuce) {
		lettuce.in(withCluster()).run((context) -> {
			JedisTopology topology = context.getBean(JedisTopology.class);
			TopologyConnectionFactory factory = context.getBean(TopologyConnectionFactory.class);
			context.stop();
			assertThat(factory.isRunning()).isFalse();
			context.start();
			assertThat(factory.getConnection().isClosed()).isFalse();
			verify(topology, never()).close();
			context.close();
			verify(topology, times(1)).close();
			verify(topology.client(), never()).close();
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void asksNodesOnVirtualThreadsWhenSpringBootSaysSo() {
		withCluster().withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(
					ReflectionTestUtils.getField(context.getBean(TopologyConnectionFactory.class), "executor"))
				.isInstanceOf(VirtualThreadTaskExecutor.class));
	}

	private ApplicationContextRunner withCluster() {
		return this.contextRunner.withUserConfiguration(ClusterConfiguration.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class ClusterConfiguration {

		@Bean
		JedisTopology defaultTopology() {
			return topology("default");
		}

	}

}
