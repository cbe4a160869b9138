package io.github.jedistopology.boot.data;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.util.SafeEncoder;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.redis.connection.RedisClusterServerCommands;
import org.springframework.data.redis.connection.RedisGeoCommands;
import org.springframework.data.redis.connection.RedisHashCommands;
import org.springframework.data.redis.connection.RedisHyperLogLogCommands;
import org.springframework.data.redis.connection.RedisKeyCommands;
import org.springframework.data.redis.connection.RedisListCommands;
import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.RedisSetCommands;
import org.springframework.data.redis.connection.RedisStreamCommands;
import org.springframework.data.redis.connection.RedisStringCommands;
import org.springframework.data.redis.connection.RedisZSetCommands;
import org.springframework.data.redis.connection.jedis.JedisClusterConnection;
import org.springframework.util.ObjectUtils;

/**
 * Spring Data's connection to a cluster, able to do pipelining: while a pipeline is open,
 * commands go to the connection that Spring Data has for a single server, since that one
 * knows how to queue them and to convert their replies, and it queues them in the
 * client's pipeline.
 */
final class TopologyConnection extends JedisClusterConnection {

	private final ConnectionMeans means;

	private final boolean convertPipelineResults;

	private @Nullable PipelinedCommands pipeline;

	TopologyConnection(ConnectionMeans means, boolean convertPipelineResults) {
		super(means.client(), means.nodes(), means.topologyProvider());
		this.means = means;
		this.convertPipelineResults = convertPipelineResults;
	}

	@Override
	public boolean isPipelined() {
		return this.pipeline != null;
	}

	@Override
	public void openPipeline() {
		if (this.pipeline == null) {
			this.pipeline = PipelinedCommands.open(this.means.client(), this.convertPipelineResults);
		}
	}

	@Override
	public List<@Nullable Object> closePipeline() {
		PipelinedCommands pipeline = this.pipeline;
		this.pipeline = null;
		return (pipeline != null) ? pipeline.closePipeline() : List.of();
	}

	@Override
	protected void doClose() {
		if (this.pipeline != null) {
			this.pipeline.close();
			this.pipeline = null;
		}
		super.doClose();
	}

	@Override
	public @Nullable Object execute(String command, byte[]... args) {
		if (this.pipeline != null) {
			return this.pipeline.execute(command, args);
		}
		try {
			return this.means.client().sendCommand(named(command), args);
		}
		catch (RuntimeException ex) {
			throw convertJedisAccessException(ex);
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T execute(String command, byte[] key, Collection<byte[]> args) {
		byte[][] all = ObjectUtils.addObjectToArray(args.toArray(byte[][]::new), key, 0);
		if (this.pipeline != null) {
			return (T) this.pipeline.execute(command, all);
		}
		try {
			return (T) this.means.client().sendCommand(key, named(command), all);
		}
		catch (RuntimeException ex) {
			throw convertJedisAccessException(ex);
		}
	}

	private static ProtocolCommand named(String command) {
		byte[] name = SafeEncoder.encode(command.toUpperCase(Locale.ROOT));
		return () -> name;
	}

	@Override
	public @Nullable Long publish(byte[] channel, byte[] message) {
		return (this.pipeline != null) ? this.pipeline.publish(channel, message) : super.publish(channel, message);
	}

	@Override
	public @Nullable String ping() {
		return (this.pipeline != null) ? this.pipeline.ping() : super.ping();
	}

	@Override
	public RedisGeoCommands geoCommands() {
		return (this.pipeline != null) ? this.pipeline.geoCommands() : super.geoCommands();
	}

	@Override
	public RedisHashCommands hashCommands() {
		return (this.pipeline != null) ? this.pipeline.hashCommands() : super.hashCommands();
	}

	@Override
	public RedisHyperLogLogCommands hyperLogLogCommands() {
		return (this.pipeline != null) ? this.pipeline.hyperLogLogCommands() : super.hyperLogLogCommands();
	}

	@Override
	public RedisKeyCommands keyCommands() {
		return (this.pipeline != null) ? this.pipeline : this.means.spanning();
	}

	@Override
	public RedisListCommands listCommands() {
		return (this.pipeline != null) ? this.pipeline.listCommands() : super.listCommands();
	}

	@Override
	public RedisScriptingCommands scriptingCommands() {
		return (this.pipeline != null) ? this.pipeline.scriptingCommands() : super.scriptingCommands();
	}

	@Override
	public RedisClusterServerCommands serverCommands() {
		if (this.pipeline != null) {
			throw new InvalidDataAccessApiUsageException(
					"Server commands are for nodes, not for keys: they cannot be pipelined in a cluster");
		}
		return super.serverCommands();
	}

	@Override
	public RedisSetCommands setCommands() {
		return (this.pipeline != null) ? this.pipeline.setCommands() : super.setCommands();
	}

	@Override
	public RedisStreamCommands streamCommands() {
		return (this.pipeline != null) ? this.pipeline.streamCommands() : super.streamCommands();
	}

	@Override
	public RedisStringCommands stringCommands() {
		return (this.pipeline != null) ? this.pipeline.stringCommands() : this.means.spanning();
	}

	@Override
	public RedisZSetCommands zSetCommands() {
		return (this.pipeline != null) ? this.pipeline.zSetCommands() : super.zSetCommands();
	}

	@Override
	protected DataAccessException convertJedisAccessException(Exception cause) {
		return ExceptionTranslation.INSTANCE.required(cause);
	}

}
