package io.github.jedistopology.boot.testcontainers;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyConnectionDetails;
import io.github.jedistopology.testkit.RedisClusterContainer;

/**
 * {@link ContainerConnectionDetailsFactory} to create
 * {@link JedisTopologyConnectionDetails} from a
 * {@link ServiceConnection @ServiceConnection} annotated {@link RedisClusterContainer}.
 */
class RedisClusterContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<RedisClusterContainer, JedisTopologyConnectionDetails> {

	@Override
	protected JedisTopologyConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<RedisClusterContainer> source) {
		return new RedisClusterContainerConnectionDetails(source);
	}

	private static final class RedisClusterContainerConnectionDetails
			extends ContainerConnectionDetails<RedisClusterContainer> implements JedisTopologyConnectionDetails {

		private RedisClusterContainerConnectionDetails(ContainerConnectionSource<RedisClusterContainer> source) {
			super(source);
		}

		@Override
		public List<String> getEndpoints() {
			return getContainer().getEndpoints();
		}

		@Override
		public @Nullable String getPassword() {
			return getContainer().getPassword();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

		@Override
		public AddressMapper getAddressMapper() {
			return getContainer()::mapAddress;
		}

	}

}
