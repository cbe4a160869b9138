package io.github.jedistopology.boot.data;

import java.util.Set;

import redis.clients.jedis.RedisClusterClient;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.redis.connection.jedis.JedisConnection;

/**
 * The commands of a connection while its pipeline is open. KEYS would be answered by a
 * single node.
 */
@SuppressWarnings("deprecation")
final class PipelinedCommands extends JedisConnection {

	private PipelinedCommands(RedisClusterClient client) {
		super(client);
	}

	static PipelinedCommands open(RedisClusterClient client, boolean convertResults) {
		PipelinedCommands commands = new PipelinedCommands(client);
		commands.setConvertPipelineAndTxResults(convertResults);
		commands.openPipeline();
		return commands;
	}

	@Override
	public Set<byte[]> keys(byte[] pattern) {
		throw new InvalidDataAccessApiUsageException(
				"KEYS asks every node of a cluster: it cannot be pipelined. Close the pipeline first");
	}

	@Override
	protected DataAccessException convertJedisAccessException(Exception cause) {
		return ExceptionTranslation.INSTANCE.required(cause);
	}

}
