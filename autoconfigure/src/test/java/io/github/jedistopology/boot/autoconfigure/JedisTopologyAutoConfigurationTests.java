package io.github.jedistopology.boot.autoconfigure;

import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Answers;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisCredentialsProvider;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.NodeZones;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.TopologyUnavailableException;
import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.RedisClusters;

import static io.github.jedistopology.boot.FakeClusters.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

@ExtendWith(OutputCaptureExtension.class)
class JedisTopologyAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JedisTopologyAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void failsWithoutEndpoints() {
		this.contextRunner.run((context) -> assertThat(context).getFailure()
			.cause()
			.cause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
				assertThat(ex.getName()).isEqualTo("jedis-topology.endpoints");
				assertThat(ex.getReason()).contains("clustercfg");
			}));
	}

	@Test
	void doesNotBlameTheEndpointsForWhatElseTheClientRefuses() {
		this.contextRunner.withPropertyValues("jedis-topology.endpoints=127.0.0.1:1")
			.withBean(JedisTopologyBuilderCustomizer.class, () -> (builder) -> builder.endpoints(List.of()))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessageContaining("expected at least one host:port"));
	}

	@Test
	void failsWithDatabaseOtherThanZero() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("jedis-topology.endpoints=localhost:6379", "spring.data.redis.database=3")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("spring.data.redis.database");
					assertThat(ex.getValue()).isEqualTo(3);
					assertThat(ex.getReason()).contains("only database 0");
				}));
	}

	@Test
	void startsBesideAnotherServerWithADatabase() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("jedis-topology.endpoints=127.0.0.1:1", "jedis-topology.start-lazily=true",
					"spring.data.redis.host=localhost", "spring.data.redis.database=3")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JedisTopology.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.timeout=0", "spring.data.redis.connect-timeout=0",
			"spring.data.redis.cluster.max-redirects=-1" })
	void startsBesideAnotherServerWhoseValuesDoNotCount(String property) {
		ApplicationContextRunner runner = this.contextRunner
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.withPropertyValues(property, "spring.data.redis.client-type=jedis");
		runner
			.withPropertyValues("jedis-topology.endpoints=127.0.0.1:1", "jedis-topology.start-lazily=true",
					"jedis-topology.timeouts.connect=1s", "jedis-topology.timeouts.command=1s",
					"jedis-topology.retry.max-redirections=5")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JedisTopology.class));
		runner.withBean(RedisClusterClient.class, () -> mock(RedisClusterClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JedisTopology.class));
	}

	@Test
	void derivesClientAndManagerFromTopology() {
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class).run((context) -> {
			JedisTopology topology = context.getBean(JedisTopology.class);
			assertThat(context.getBean(RedisClusterClient.class)).isSameAs(topology.client());
			assertThat(context.getBean(TopologyManager.class)).isSameAs(topology.topologyManager());
			assertThat(clusterNames(context)).containsExactly("default");
		});
	}

	@Test
	void closesTopologyOnceAndClientNever() {
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class).run((context) -> {
			JedisTopology topology = context.getBean(JedisTopology.class);
			context.close();
			verify(topology, times(1)).close();
			verify(topology.client(), never()).close();
		});
	}

	@Test
	void backsOffForOwnClient() {
		this.contextRunner.withBean("mine", RedisClusterClient.class, () -> mock(RedisClusterClient.class))
			.run((context) -> assertThat(context).hasSingleBean(RedisClusterClient.class)
				.hasBean("mine")
				.doesNotHaveBean(JedisTopology.class)
				.doesNotHaveBean(TopologyManager.class)
				.doesNotHaveBean(RedisClusters.class));
	}

	@Test
	void backsOffForOwnManager() {
		TopologyManager mine = FakeTopologyManager.covered("mine");
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class)
			.withBean("mine", TopologyManager.class, () -> mine)
			.run((context) -> {
				assertThat(context.getBean(TopologyManager.class)).isSameAs(mine);
				assertThat(clusterNames(context)).containsExactly("default", "mine");
			});
	}

	@Test
	void standsBesideFurtherClusters() {
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class, SecondClusterConfiguration.class)
			.run((context) -> {
				assertThat(context.getBean(TopologyManager.class).clusterName()).isEqualTo("default");
				assertThat(clusterNames(context)).containsExactly("default", "orders");
			});
	}

	@Test
	void makesNoDefaultWhenAllClustersAreQualified() {
		this.contextRunner.withUserConfiguration(SecondClusterConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean("jedisTopology")
				.doesNotHaveBean(RedisClusterClient.class)
				.doesNotHaveBean(TopologyManager.class);
			assertThat(clusterNames(context)).containsExactly("orders");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jedis-topology.endpoints=127.0.0.1:1", "jedis-topology.endpoints[0]=127.0.0.1:1",
			"spring.data.redis.cluster.nodes=127.0.0.1:1" })
	void makesTheDefaultBesideQualifiedClustersWhenItIsConfigured(String property) {
		this.contextRunner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withUserConfiguration(SecondClusterConfiguration.class)
			.withPropertyValues("jedis-topology.start-lazily=true", property)
			.run((context) -> assertThat(clusterNames(context)).containsExactly("default", "orders"));
	}

	@Test
	void makesTheDefaultBesideQualifiedClustersWhenBeansSpeakOfIt() {
		ApplicationContextRunner runner = this.contextRunner.withUserConfiguration(SecondClusterConfiguration.class)
			.withPropertyValues("jedis-topology.start-lazily=true");
		runner.withBean(JedisTopologyConnectionDetails.class, () -> () -> List.of("127.0.0.1:1"))
			.run((context) -> assertThat(clusterNames(context)).containsExactly("default", "orders"));
		runner.withBean(JedisTopologyBuilderCustomizer.class, () -> (builder) -> builder.endpoints("127.0.0.1:1"))
			.run((context) -> assertThat(clusterNames(context)).containsExactly("default", "orders"));
	}

	@Test
	void tellsOfQualifiedClustersBesideOwnClient() {
		this.contextRunner.withUserConfiguration(SecondClusterConfiguration.class)
			.withBean(RedisClusterClient.class, () -> mock(RedisClusterClient.class))
			.run((context) -> assertThat(clusterNames(context)).containsExactly("orders"));
	}

	@Test
	void tellsOfNothingThatCannotBeInjected() {
		this.contextRunner.withBean(RedisClusterClient.class, () -> mock(RedisClusterClient.class))
			.withBean("hidden", TopologyManager.class, () -> FakeTopologyManager.covered("hidden"),
					(bean) -> bean.setAutowireCandidate(false))
			.run((context) -> assertThat(context).doesNotHaveBean(RedisClusters.class));
	}

	@Test
	void leavesTheChoiceAmongSeveralOwnTopologiesToTheUser() {
		this.contextRunner.withBean("carts", JedisTopology.class, () -> topology("carts"))
			.withBean("orders", JedisTopology.class, () -> topology("orders"))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(RedisClusterClient.class).doesNotHaveBean(TopologyManager.class);
				assertThat(clusterNames(context)).containsExactly("carts", "orders");
			});
	}

	@Test
	void tellsOfOwnManagerBesideOwnClient() {
		this.contextRunner.withBean(RedisClusterClient.class, () -> mock(RedisClusterClient.class))
			.withBean(TopologyManager.class, () -> FakeTopologyManager.covered("mine"))
			.run((context) -> assertThat(clusterNames(context)).containsExactly("mine"));
	}

	@Test
	void refusesTwoClustersOfOneName() {
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class)
			.withBean("mine", TopologyManager.class, () -> FakeTopologyManager.covered("default"))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("'default'"));
	}

	@Test
	void backsOffForOwnConnectionDetails() {
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class)
			.withBean("mine", JedisTopologyConnectionDetails.class, () -> () -> List.of("mine.test:6379"))
			.run((context) -> assertThat(context).hasSingleBean(JedisTopologyConnectionDetails.class).hasBean("mine"));
	}

	@Test
	void takesEndpointsAndResolverFromBeans() {
		List<String> resolved = new CopyOnWriteArrayList<>();
		this.contextRunner
			.withBean(JedisTopologyBuilderCustomizer.class, () -> (builder) -> builder.endpoints("cfg.test:6379"))
			.withBean(HostResolver.class, () -> (host) -> {
				resolved.add(host);
				throw new UnknownHostException(host);
			})
			.run((context) -> {
				assertThat(context).getFailure()
					.isInstanceOf(BeanCreationException.class)
					.rootCause()
					.isInstanceOf(TopologyUnavailableException.class)
					.hasMessageContaining("cfg.test:6379");
				assertThat(resolved).contains("cfg.test");
			});
	}

	@Test
	void asksTheCredentialsBeanInsteadOfTheProperties() {
		RedisCredentialsProvider credentials = () -> new DefaultRedisCredentials("bean", "secret");
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class)
			.withPropertyValues("jedis-topology.username=property", "jedis-topology.password=secret")
			.withBean(RedisCredentialsProvider.class, () -> credentials)
			.run((context) -> {
				JedisTopology.Builder builder = customized(context);
				verify(builder).credentials(credentials);
				verify(builder, never()).credentials(any(), any());
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jedis-topology.username=app", "spring.data.redis.username=app" })
	void startsWithACredentialsBeanAndAUserNameAlone(String property) {
		this.contextRunner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("jedis-topology.endpoints=127.0.0.1:1", "jedis-topology.start-lazily=true", property)
			.withBean(RedisCredentialsProvider.class, () -> () -> new DefaultRedisCredentials("bean", "secret"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JedisTopology.class));
	}

	@Test
	void asksTheConnectionDetailsInsteadOfTheCredentialsBean(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class)
			.withBean(RedisCredentialsProvider.class, () -> () -> new DefaultRedisCredentials("bean", "secret"))
			.withBean(JedisTopologyConnectionDetails.class, () -> () -> List.of("container.test:6379"))
			.run((context) -> verify(customized(context), never()).credentials(any()));
		assertThat(output).contains("RedisCredentialsProvider is not asked");
	}

	@Test
	void asksThePrimaryOneOfSeveralCredentialsBeans() {
		RedisCredentialsProvider first = () -> new DefaultRedisCredentials("first", "secret");
		this.contextRunner.withUserConfiguration(OwnTopologyConfiguration.class)
			.withBean("first", RedisCredentialsProvider.class, () -> first, (bean) -> bean.setPrimary(true))
			.withBean("second", RedisCredentialsProvider.class, () -> mock(RedisCredentialsProvider.class))
			.run((context) -> verify(customized(context)).credentials(first));
	}

	@ParameterizedTest
	@ValueSource(classes = { RedisCredentialsProvider.class, HostResolver.class, RetryPolicy.class, NodeZones.class })
	<T> void refusesToChooseAmongSeveralBeans(Class<T> type) {
		this.contextRunner.withPropertyValues("jedis-topology.endpoints=127.0.0.1:1")
			.withBean("first", type, () -> bean(type))
			.withBean("second", type, () -> bean(type))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class)
				.hasMessageContaining("first,second"));
	}

	private static <T> T bean(Class<T> type) {
		return type.isRecord() ? type.cast(RetryPolicy.DEFAULTS) : mock(type);
	}

	private static JedisTopology.Builder customized(AssertableApplicationContext context) {
		JedisTopology.Builder builder = mock(JedisTopology.Builder.class, Answers.RETURNS_SELF);
		context.getBeanProvider(JedisTopologyBuilderCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	@Test
	void startsWithoutAClusterWhenToldSo() {
		this.contextRunner
			.withPropertyValues("jedis-topology.endpoints=127.0.0.1:1", "jedis-topology.start-lazily=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(TopologyManager.class)
				.extracting((manager) -> manager.topology().version())
				.isEqualTo(0L));
	}

	private static Iterable<String> clusterNames(AssertableApplicationContext context) {
		return context.getBean(RedisClusters.class).byName().keySet();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTopologyConfiguration {

		@Bean
		JedisTopology defaultTopology() {
			return topology("default");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondClusterConfiguration {

		@Bean(defaultCandidate = false)
		JedisTopology ordersTopology() {
			return topology("orders");
		}

	}

}
