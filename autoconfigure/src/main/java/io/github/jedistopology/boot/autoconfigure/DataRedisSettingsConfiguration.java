package io.github.jedistopology.boot.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reads {@code spring.data.redis.*} as Spring Boot does, where its support for Spring
 * Data Redis is there. An application may have another Redis beside the cluster: when
 * these properties describe it, then its login, encryption and database are not the
 * cluster's.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataRedisConnectionDetails.class)
class DataRedisSettingsConfiguration {

	private static final String DEFAULT_HOST = "localhost";

	private static final int DEFAULT_PORT = 6379;

	private static final List<String> SERVER_PROPERTIES = List.of("spring.data.redis.host", "spring.data.redis.url");

	@Bean
	DataRedisSettings dataRedisSettings(ObjectProvider<DataRedisConnectionDetails> connectionDetails,
			ObjectProvider<DataRedisProperties> dataRedisProperties, Environment environment) {
		DataRedisConnectionDetails details = connectionDetails.getIfAvailable();
		DataRedisProperties properties = dataRedisProperties.getIfAvailable();
		if (details == null || properties == null) {
			return DataRedisSettings.NONE;
		}
		DataRedisProperties.Cluster cluster = properties.getCluster();
		Integer maxRedirects = (cluster != null) ? cluster.getMaxRedirects() : null;
		List<String> endpoints = endpoints(details);
		if (endpoints.isEmpty() && describesAnotherServer(details, environment)) {
			return new DataRedisSettings(endpoints, null, null, null, 0, properties.getClientName(),
					properties.getConnectTimeout(), properties.getTimeout(), maxRedirects);
		}
		return new DataRedisSettings(endpoints, details.getUsername(), details.getPassword(), details.getSslBundle(),
				properties.getDatabase(), properties.getClientName(), properties.getConnectTimeout(),
				properties.getTimeout(), maxRedirects);
	}

	/**
	 * Without any property, too, the details are those of a server: of localhost:6379.
	 */
	private static boolean describesAnotherServer(DataRedisConnectionDetails details, Environment environment) {
		Standalone server = details.getStandalone();
		boolean elsewhere = server != null
				&& !(DEFAULT_HOST.equals(server.getHost()) && server.getPort() == DEFAULT_PORT);
		return elsewhere || details.getSentinel() != null || details.getMasterReplica() != null
				|| SERVER_PROPERTIES.stream().anyMatch((property) -> isSet(property, environment));
	}

	private static boolean isSet(String property, Environment environment) {
		return StringUtils.hasText(Binder.get(environment).bind(property, String.class).orElse(null));
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
