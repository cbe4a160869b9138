package io.github.jedistopology.testkit;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/**
 * Commands for one node.
 */
final class NodeAdmin implements AutoCloseable {

	private final RedisClient client;

	NodeAdmin(NodeAddress address, JedisClientConfig config) {
		this.client = RedisClient.builder()
			.hostAndPort(new HostAndPort(address.ip(), address.port()))
			.clientConfig(config)
			// Without Jedis's checks of idle connections: a frozen node fails them.
			.poolConfig(new GenericObjectPoolConfig<>())
			.build();
	}

	void ping() {
		this.client.ping();
	}

	/** CLUSTER with these arguments. */
	String cluster(Object... arguments) {
		return BuilderFactory.STRING.build(this.client.sendCommand(Command.CLUSTER, strings(arguments)));
	}

	ClusterView view() {
		return ClusterView.parse(cluster("NODES"));
	}

	/** Whether it calls itself a primary. */
	boolean isPrimary() {
		List<Object> role = BuilderFactory.RAW_OBJECT_LIST.build(this.client.sendCommand(Command.ROLE));
		return "master".equals(BuilderFactory.STRING.build(role.get(0)));
	}

	boolean isStateOk() {
		return "ok".equals(properties(cluster("INFO")).get("cluster_state"));
	}

	/** Whether it has all that its primary has. */
	boolean isInSync() {
		return "up".equals(properties(info("replication")).get("master_link_status"));
	}

	String info(String section) {
		return this.client.info(section);
	}

	/** One section of INFO, or CLUSTER INFO, as a map. */
	static Map<String, String> properties(String info) {
		return info.lines()
			.filter((line) -> line.indexOf(':') > 0)
			.collect(Collectors.toMap((line) -> line.substring(0, line.indexOf(':')),
					(line) -> line.substring(line.indexOf(':') + 1).trim(), (first, second) -> second));
	}

	/**
	 * Sends one command per item, all at once.
	 * @return the replies in the order of the items
	 * @throws redis.clients.jedis.exceptions.JedisDataException if one of them is an
	 * error
	 */
	<T> List<Object> sendAll(List<T> items, BiFunction<AbstractPipeline, T, Response<Object>> command) {
		try (AbstractPipeline pipeline = this.client.pipelined()) {
			List<Response<Object>> responses = items.stream().map((item) -> command.apply(pipeline, item)).toList();
			pipeline.sync();
			return responses.stream().map(Response::get).toList();
		}
	}

	static String[] strings(Object... values) {
		return List.of(values).stream().map(String::valueOf).toArray(String[]::new);
	}

	@Override
	public void close() {
		this.client.close();
	}

}
