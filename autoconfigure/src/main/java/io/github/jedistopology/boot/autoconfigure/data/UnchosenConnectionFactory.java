package io.github.jedistopology.boot.autoconfigure.data;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConnection;

/**
 * Stands where the application has not said which of its clusters Spring Data is to use.
 * Gives no connection, and says so: better than commands that go to some server on this
 * machine.
 */
class UnchosenConnectionFactory implements RedisConnectionFactory {

	private final Collection<String> clusterNames;

	UnchosenConnectionFactory(Collection<String> clusterNames) {
		this.clusterNames = clusterNames;
	}

	@Override
	public RedisConnection getConnection() {
		throw unchosen();
	}

	@Override
	public RedisClusterConnection getClusterConnection() {
		throw unchosen();
	}

	@Override
	public RedisSentinelConnection getSentinelConnection() {
		throw unchosen();
	}

	private IllegalStateException unchosen() {
		return new IllegalStateException("Spring Data is not told which Redis Cluster to use (there are: %s). "
			.formatted(String.join(", ", this.clusterNames))
				+ "Define a bean of type TopologyConnectionFactory for one of them, make its JedisTopology @Primary, "
				+ "or say with 'spring.data.redis' where another server is.");
	}

	@Override
	public boolean getConvertPipelineAndTxResults() {
		return true;
	}

	@Override
	public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException ex) {
		return null;
	}

}
