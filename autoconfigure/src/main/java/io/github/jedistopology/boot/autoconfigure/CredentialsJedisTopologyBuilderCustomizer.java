package io.github.jedistopology.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisCredentialsProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;

import io.github.jedistopology.JedisTopology.Builder;

/**
 * Says who logs in: a {@link RedisCredentialsProvider} bean instead of the properties,
 * which are not looked at then. Connection details from elsewhere say it themselves: what
 * is good for production is nothing for a container in a test.
 */
class CredentialsJedisTopologyBuilderCustomizer implements JedisTopologyBuilderCustomizer, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(CredentialsJedisTopologyBuilderCustomizer.class);

	private final JedisTopologyConnectionDetails connectionDetails;

	private final ObjectProvider<RedisCredentialsProvider> credentials;

	CredentialsJedisTopologyBuilderCustomizer(JedisTopologyConnectionDetails connectionDetails,
			ObjectProvider<RedisCredentialsProvider> credentials) {
		this.connectionDetails = connectionDetails;
		this.credentials = credentials;
	}

	@Override
	public void customize(Builder builder) {
		RedisCredentialsProvider provider = provider();
		if (provider != null) {
			builder.credentials(provider);
		}
		else {
			applyConnectionDetails(builder);
		}
	}

	private @Nullable RedisCredentialsProvider provider() {
		if (this.connectionDetails instanceof PropertiesJedisTopologyConnectionDetails) {
			return this.credentials.getIfAvailable();
		}
		if (this.credentials.stream().findAny().isPresent()) {
			logger.info("The bean of type RedisCredentialsProvider is not asked: {} says who logs in",
					this.connectionDetails.getClass().getName());
		}
		return null;
	}

	private void applyConnectionDetails(Builder builder) {
		String username = this.connectionDetails.getUsername();
		String password = this.connectionDetails.getPassword();
		if (StringUtils.hasLength(password)) {
			builder.credentials(username, password);
		}
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
