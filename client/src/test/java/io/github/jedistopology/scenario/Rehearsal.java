package io.github.jedistopology.scenario;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.executors.ClusterCommandExecutor;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.util.RedisInputStream;

import io.github.jedistopology.testkit.adversary.Reply;

/**
 * Calls of Jedis's methods without a network: what a method sends, and what it makes of a
 * reply.
 */
final class Rehearsal {

	private final RedisClusterClient client;

	private final List<CommandObject<?>> sent = new ArrayList<>();

	private Object reply = List.of();

	private final RedisProtocol protocol;

	/** Jedis would insist on finding a cluster. */
	Rehearsal(RedisProtocol protocol) {
		this.protocol = protocol;
		System.setProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY, "true");
		try {
			this.client = new Builder(new Executor(), protocol).build();
		}
		finally {
			System.clearProperty(RedisClusterClient.INIT_NO_ERROR_PROPERTY);
		}
	}

	/**
	 * What a method sends.
	 * @throws UnsupportedOperationException if Jedis has no such command for a cluster
	 */
	Command commandOf(Method method, String key) {
		this.sent.clear();
		try {
			call(method, key, Reply.array());
		}
		catch (RuntimeException ex) {
			if (this.sent.isEmpty()) {
				throw ex;
			}
			// The reply does not matter here.
		}
		if (this.sent.isEmpty()) {
			throw new IllegalStateException("Nothing was sent by " + method);
		}
		CommandArguments arguments = this.sent.get(0).getArguments();
		List<String> words = StreamSupport.stream(arguments.spliterator(), false)
			.map((word) -> new String(word.getRaw(), StandardCharsets.UTF_8))
			.toList();
		return new Command(words, JedisLine.current().slots(arguments), this.sent.size() > 1);
	}

	/**
	 * The first reply of which a method makes a value that fits what it returns.
	 */
	Outcome outcomeOf(Method method, String key, int number) {
		for (Reply candidate : SampleReplies.of(number, this.protocol)) {
			try {
				Object value = call(method, key, candidate);
				if (SampleReplies.fits(value, method.getGenericReturnType())) {
					return new Outcome(candidate, value);
				}
			}
			catch (RuntimeException ex) {
				// Not a reply of the shape that this command has.
			}
		}
		throw new IllegalStateException("No sample of a reply to " + method);
	}

	private Object call(Method method, String key, Reply reply) {
		this.reply = Protocol.read(new RedisInputStream(new ByteArrayInputStream(reply.bytes())));
		try {
			return method.invoke(this.client, SampleArguments.of(method, key));
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a method sends.
	 *
	 * @param words the command and its arguments
	 * @param slots the slots of its keys
	 * @param broadcast whether it goes to all nodes, or all primaries
	 */
	record Command(List<String> words, Set<Integer> slots, boolean broadcast) {

	}

	/**
	 * A reply and what a method makes of it.
	 */
	record Outcome(Reply reply, Object value) {

	}

	private final class Executor extends ClusterCommandExecutor {

		Executor() {
			super(new Stage(), 1, Duration.ofDays(1), StaticCommandFlagsRegistry.registry());
		}

		@Override
		protected <T> T execute(Connection connection, CommandObject<T> command) {
			Rehearsal.this.sent.add(command);
			return command.getBuilder().build(Rehearsal.this.reply);
		}

	}

	/**
	 * Two nodes and no connection: what goes to all of them is sent twice.
	 */
	private static final class Stage extends ClusterConnectionProvider {

		private static final HostAndPort NOBODY = new HostAndPort("nobody.invalid", 1);

		private final Connection nowhere = new Connection(NOBODY);

		private final Map<String, ConnectionPool> nodes = Map.of("first.invalid:1", new Pool(this.nowhere),
				"second.invalid:1", new Pool(this.nowhere));

		Stage() {
			super(Set.of(NOBODY), DefaultJedisClientConfig.builder().hostAndPortMapper((address) -> {
				throw new JedisConnectionException("There are no nodes");
			}).build());
		}

		@Override
		public Connection getConnection(CommandArguments arguments) {
			return this.nowhere;
		}

		@Override
		public Connection getReplicaConnection(CommandArguments arguments) {
			return this.nowhere;
		}

		@Override
		public Map<String, ConnectionPool> getConnectionMap() {
			return this.nodes;
		}

		@Override
		public Map<String, ConnectionPool> getPrimaryNodesConnectionMap() {
			return this.nodes;
		}

	}

	private static final class Pool extends ConnectionPool {

		private final Connection connection;

		Pool(Connection connection) {
			super(Stage.NOBODY, DefaultJedisClientConfig.builder().build());
			this.connection = connection;
		}

		@Override
		public Connection getResource() {
			return this.connection;
		}

	}

	private static final class Builder extends RedisClusterClient.Builder {

		Builder(CommandExecutor executor, RedisProtocol protocol) {
			commandExecutor(executor);
			clientConfig(DefaultJedisClientConfig.builder().protocol(protocol).build());
		}

		@Override
		protected void validateSpecificConfiguration() {
			// There are no nodes.
		}

		@Override
		protected @Nullable ConnectionProvider createDefaultConnectionProvider() {
			return null;
		}

	}

}
