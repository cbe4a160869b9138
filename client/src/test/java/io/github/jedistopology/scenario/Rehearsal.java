package io.github.jedistopology.scenario;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClusterCommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.util.RedisInputStream;

import io.github.jedistopology.testkit.adversary.Reply;

/**
 * Calls of Jedis's methods without a network: what a method sends, and what it makes of a
 * reply.
 */
final class Rehearsal {

	private final RedisClusterClient client = new Builder(new Executor()).build();

	private @Nullable CommandObject<?> sent;

	private boolean broadcast;

	private Object reply = List.of();

	/**
	 * What a method sends.
	 * @throws UnsupportedOperationException if Jedis has no such command for a cluster
	 */
	Command commandOf(Method method, String key) {
		this.sent = null;
		this.broadcast = false;
		try {
			call(method, key, Reply.array());
		}
		catch (RuntimeException ex) {
			if (this.sent == null) {
				throw ex;
			}
			// The reply does not matter here.
		}
		if (this.sent == null) {
			throw new IllegalStateException("Nothing was sent by " + method);
		}
		ClusterCommandArguments arguments = (ClusterCommandArguments) this.sent.getArguments();
		List<String> words = StreamSupport.stream(arguments.spliterator(), false)
			.map((word) -> new String(word.getRaw(), StandardCharsets.UTF_8))
			.toList();
		return new Command(words, arguments.getCommandHashSlot(), this.broadcast);
	}

	/**
	 * The first reply of which a method makes a value that fits what it returns.
	 */
	Outcome outcomeOf(Method method, String key, int number) {
		for (Reply candidate : SampleReplies.of(number)) {
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
			return onStage(method).invoke(this.client, SampleArguments.of(method, key));
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Jedis wants an executor of its own for replicas; all else is the same. */
	private static Method onStage(Method method) throws NoSuchMethodException {
		return method.getName().equals("executeCommandToReplica")
				? RedisClusterClient.class.getMethod("executeCommand", CommandObject.class) : method;
	}

	/**
	 * What a method sends.
	 *
	 * @param words the command and its arguments
	 * @param slot the slot of its keys, negative when it has none
	 * @param broadcast whether it goes to every primary
	 */
	record Command(List<String> words, int slot, boolean broadcast) {

	}

	/**
	 * A reply and what a method makes of it.
	 */
	record Outcome(Reply reply, Object value) {

	}

	private final class Executor implements CommandExecutor {

		@Override
		public <T> T executeCommand(CommandObject<T> command) {
			Rehearsal.this.sent = command;
			return command.getBuilder().build(Rehearsal.this.reply);
		}

		@Override
		public <T> T broadcastCommand(CommandObject<T> command) {
			Rehearsal.this.broadcast = true;
			return executeCommand(command);
		}

		@Override
		public void close() {
			// nothing is open
		}

	}

	private static final class Builder extends RedisClusterClient.Builder {

		Builder(CommandExecutor executor) {
			commandExecutor(executor);
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
