package io.github.jedistopology.sample.lab;

import java.time.Duration;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.jedistopology.boot.autoconfigure.JedisTopologyBuilderCustomizer;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * Starts a Redis Cluster of local processes, and points the auto-configured client to it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnEmbeddedCluster
class EmbeddedClusterConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedClusterConfiguration.class);

	@Bean
	RedisClusterLab redisClusterLab() {
		RedisClusterLab lab = RedisClusterLab.builder()
			.shards(ShardLimits.MIN)
			.replicas(1)
			.addresses(addressPlan(System.getProperty("os.name")))
			.endpointType(EndpointType.HOSTNAME)
			// A replica is elected in less time than a command may take.
			.nodeTimeout(Duration.ofSeconds(1))
			.start();
		logger.info("No jedis-topology.endpoints are set: started a Redis Cluster behind {}",
				lab.configurationEndpoint());
		return lab;
	}

	/**
	 * The configuration endpoint is the only seed, as with ElastiCache. It takes an
	 * address per node for one name to stand for all nodes; elsewhere than on Linux there
	 * is but one loopback address.
	 */
	static AddressPlan addressPlan(String operatingSystem) {
		return operatingSystem.toLowerCase(Locale.ROOT).startsWith("linux") ? AddressPlan.LOOPBACK_ADDRESSES
				: AddressPlan.PORTS;
	}

	/** The lab's names are in no DNS. */
	@Bean
	JedisTopologyBuilderCustomizer embeddedClusterCustomizer(RedisClusterLab lab) {
		return (builder) -> builder.endpoints(lab.configurationEndpoint()).hostResolver(lab.names()::resolve);
	}

	@Bean
	EmbeddedCluster embeddedCluster(RedisClusterLab lab) {
		return new EmbeddedCluster(lab);
	}

}
