package io.github.jedistopology.boot.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Reads {@code spring.data.redis.*} as Spring Boot does, where its support for Spring
 * Data Redis is there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataRedisConnectionDetails.class)
class DataRedisSettingsConfiguration {

	@Bean
	DataRedisSettings dataRedisSettings(ObjectProvider<DataRedisConnectionDetails> connectionDetails,
			ObjectProvider<DataRedisProperties> dataRedisProperties) {
		DataRedisConnectionDetails details = connectionDetails.getIfAvailable();
		DataRedisProperties properties = dataRedisProperties.getIfAvailable();
		if (details == null || properties == null) {
			return DataRedisSettings.NONE;
		}
		DataRedisProperties.Cluster cluster = properties.getCluster();
		return new DataRedisSettings(endpoints(details), details.getUsername(), details.getPassword(),
				details.getSslBundle(), properties.getClientName(), properties.getConnectTimeout(),
				properties.getTimeout(), (cluster != null) ? cluster.getMaxRedirects() : null);
	}

	private static List<String> endpoints(DataRedisConnectionDetails details) {
		Cluster cluster = cluster(details);
		return (cluster != null) ? cluster.getNodes().stream().map(DataRedisSettingsConfiguration::endpoint).toList()
				: List.of();
	}

	private static @Nullable Cluster cluster(DataRedisConnectionDetails details) {
		try {
			return details.getCluster();
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException ex) {
			// Without the cause: it shows the text, which may hold a password.
			throw new InvalidEndpointException("spring.data.redis.cluster.nodes",
					new IllegalArgumentException("Expected host:port for each node"));
		}
	}

	private static String endpoint(Node node) {
		boolean bareIpv6 = node.host().indexOf(':') >= 0 && !node.host().startsWith("[");
		return (bareIpv6 ? "[%s]:%d" : "%s:%d").formatted(node.host(), node.port());
	}

}
