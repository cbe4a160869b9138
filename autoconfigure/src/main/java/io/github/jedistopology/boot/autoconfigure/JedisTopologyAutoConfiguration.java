package io.github.jedistopology.boot.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisCredentialsProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.NodeZones;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a Redis Cluster client that
 * keeps track of its cluster.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@EnableConfigurationProperties(JedisTopologyProperties.class)
@Import(DataRedisSettingsConfiguration.class)
public final class JedisTopologyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(JedisTopologyConnectionDetails.class)
	PropertiesJedisTopologyConnectionDetails jedisTopologyConnectionDetails(JedisTopologyProperties properties,
			ObjectProvider<DataRedisSettings> dataRedis, ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesJedisTopologyConnectionDetails(properties,
				dataRedis.getIfAvailable(() -> DataRedisSettings.NONE), sslBundles.getIfAvailable());
	}

	@Bean
	SslBundleUpdates sslBundleUpdates(ObjectProvider<SslBundles> sslBundles) {
		return new SslBundleUpdates(sslBundles.getIfAvailable());
	}

	@Bean
	StandardJedisTopologyBuilderCustomizer standardJedisTopologyBuilderCustomizer(JedisTopologyProperties properties,
			JedisTopologyConnectionDetails connectionDetails, ObjectProvider<DataRedisSettings> dataRedis,
			ObjectProvider<HostResolver> hostResolver, ObjectProvider<RetryPolicy> retryPolicy,
			ObjectProvider<NodeZones> nodeZones, SslBundleUpdates sslBundleUpdates) {
		return new StandardJedisTopologyBuilderCustomizer(properties, connectionDetails,
				dataRedis.getIfAvailable(() -> DataRedisSettings.NONE), hostResolver, retryPolicy, nodeZones,
				sslBundleUpdates);
	}

	@Bean
	CredentialsJedisTopologyBuilderCustomizer credentialsJedisTopologyBuilderCustomizer(
			JedisTopologyConnectionDetails connectionDetails, ObjectProvider<RedisCredentialsProvider> credentials) {
		return new CredentialsJedisTopologyBuilderCustomizer(connectionDetails, credentials);
	}

	// An application that brings a client of its own has no use for a second one.
	@Bean
	@Conditional(OnConfiguredClusterCondition.class)
	@ConditionalOnMissingBean({ JedisTopology.class, RedisClusterClient.class })
	JedisTopology jedisTopology(JedisTopologyProperties properties,
			ObjectProvider<JedisTopologyBuilderCustomizer> customizers,
			JedisTopologyConnectionDetails connectionDetails, ObjectProvider<DataRedisSettings> dataRedis,
			SslBundleUpdates sslBundleUpdates) {
		dataRedis.ifAvailable(JedisTopologyAutoConfiguration::checkDatabase);
		JedisTopology.Builder builder = JedisTopology.builder();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		JedisTopology topology = build(builder, properties.startLazily(), connectionDetails.getEndpoints());
		sslBundleUpdates.listen(connectionDetails.getSslBundle(), (bundle) -> topology.renewConnections());
		return topology;
	}

	private static JedisTopology build(JedisTopology.Builder builder, boolean lazily, List<String> endpoints) {
		try {
			return lazily ? builder.buildLazily() : builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw endpoints.isEmpty() ? noEndpoint(ex) : ex;
		}
	}

	private static InvalidConfigurationPropertyValueException noEndpoint(IllegalArgumentException cause) {
		return new InvalidConfigurationPropertyValueException("jedis-topology.endpoints", null,
				"No endpoint is configured. Set the property to the configuration endpoint of a Redis Cluster, "
						+ "for example clustercfg.my-cluster.example.com:6379, or to some of its nodes. "
						+ "'spring.data.redis.cluster.nodes' serves as well.",
				cause);
	}

	@Bean(destroyMethod = "")
	@ConditionalOnSingleCandidate(JedisTopology.class)
	@ConditionalOnMissingBean
	RedisClusterClient redisClusterClient(JedisTopology jedisTopology) {
		return jedisTopology.client();
	}

	@Bean(destroyMethod = "")
	@ConditionalOnSingleCandidate(JedisTopology.class)
	@ConditionalOnMissingBean
	TopologyManager topologyManager(JedisTopology jedisTopology) {
		return jedisTopology.topologyManager();
	}

	@Bean
	@Conditional(OnRedisClusterCondition.class)
	RedisClusters redisClusters(ConfigurableListableBeanFactory beanFactory) {
		return RedisClusters.of(
				Stream
					.concat(candidates(JedisTopology.class, beanFactory).map(RedisCluster::of),
							candidates(TopologyManager.class, beanFactory).map(RedisCluster::of))
					.toList());
	}

	private static <T> Stream<T> candidates(Class<T> type, ConfigurableListableBeanFactory beanFactory) {
		return SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, type).values().stream();
	}

	private static void checkDatabase(DataRedisSettings dataRedis) {
		if (dataRedis.database() != 0) {
			throw new InvalidConfigurationPropertyValueException("spring.data.redis.database", dataRedis.database(),
					"Redis Cluster has only database 0. Remove the property or set it to 0.");
		}
	}

}
