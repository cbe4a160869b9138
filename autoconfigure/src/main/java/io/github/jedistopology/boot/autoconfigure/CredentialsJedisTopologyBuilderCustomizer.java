package io.github.jedistopology.boot.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisCredentialsProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;

import io.github.jedistopology.JedisTopology.Builder;

/**
 * Lets a {@link RedisCredentialsProvider} bean stand for user name and password of the
 * properties. Connection details from elsewhere say who logs in themselves: what is good
 * for production is nothing for a container in a test.
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
		if (this.connectionDetails instanceof PropertiesJedisTopologyConnectionDetails) {
			this.credentials.ifAvailable(builder::credentials);
		}
		else if (this.credentials.stream().findAny().isPresent()) {
			logger.info("The bean of type RedisCredentialsProvider is not asked: {} says who logs in",
					this.connectionDetails.getClass().getName());
		}
	}

	/** After the properties, before the user's customizers. */
	@Override
	public int getOrder() {
		return 1;
	}

}
