package io.github.jedistopology.boot.docker.compose;

import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyConnectionDetails;

/**
 * {@link DockerComposeConnectionDetailsFactory} to create
 * {@link JedisTopologyConnectionDetails} for a service that runs a whole Redis Cluster in
 * one container: by its image, or by the label
 * {@code org.springframework.boot.service-connection: redis-cluster}.
 */
class RedisClusterDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<JedisTopologyConnectionDetails> {

	private static final String[] CONNECTION_NAMES = { "redis-cluster", "grokzen/redis-cluster" };

	RedisClusterDockerComposeConnectionDetailsFactory() {
		super(CONNECTION_NAMES);
	}

	@Override
	protected JedisTopologyConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new RedisClusterDockerComposeConnectionDetails(source.getRunningService());
	}

	static final class RedisClusterDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements JedisTopologyConnectionDetails {

		private final RunningService service;

		private final List<String> endpoints;

		private final @Nullable SslBundle sslBundle;

		RedisClusterDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.service = service;
			this.endpoints = service.ports().getAll("tcp").stream().map((port) -> service.host() + ":" + port).toList();
			this.sslBundle = getSslBundle(service);
		}

		@Override
		public List<String> getEndpoints() {
			return this.endpoints;
		}

		@Override
		public @Nullable String getPassword() {
			return this.service.env().get("REDIS_PASSWORD");
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

		@Override
		public AddressMapper getAddressMapper() {
			return this::map;
		}

		/** All nodes tell by their ports: they share one container. */
		private HostAndPort map(HostAndPort announced) {
			ConnectionPorts ports = this.service.ports();
			return new HostAndPort(this.service.host(), ports.get(announced.getPort()));
		}

	}

}
