package io.github.jedistopology.internal.jedis;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.internal.command.CommandPath;
import io.github.jedistopology.internal.command.SlotSession;

/**
 * A transaction on one slot. Nothing is sent before {@link #exec()} but what comes before
 * {@link #multi()}.
 */
final class ClusterTransaction extends AbstractTransaction {

	private final SlotSession session;

	private final int slot;

	private final List<Queued> queue = new ArrayList<>();

	private boolean inMulti;

	ClusterTransaction(CommandObjects commands, CommandPath path, int slot) {
		super(commands);
		this.session = new SlotSession(path, slot);
		this.slot = slot;
	}

	@Override
	public void multi() {
		requireMulti(false, "MULTI");
		this.session.requireWatch();
		this.inMulti = true;
	}

	@Override
	public @Nullable String watch(String... keys) {
		return watch(this.commandObjects.watch(keys));
	}

	@Override
	public @Nullable String watch(byte[]... keys) {
		return watch(this.commandObjects.watch(keys));
	}

	private @Nullable String watch(CommandObject<String> command) {
		requireMulti(false, "WATCH");
		requireSlot(command.getArguments());
		return this.session.watch(command);
	}

	@Override
	public String unwatch() {
		requireMulti(false, "UNWATCH");
		this.session.unwatch();
		return "OK";
	}

	@Override
	protected <T> Response<T> appendCommand(CommandObject<T> command) {
		requireSlot(command.getArguments());
		Response<T> response = new Response<>(command.getBuilder());
		if (this.inMulti) {
			this.queue.add(new Queued(command.getArguments(), response));
		}
		else {
			response.set(reply(command.getArguments()));
		}
		return response;
	}

	private @Nullable Object reply(CommandArguments command) {
		try {
			return this.session.execute(new CommandObject<>(command, BuilderFactory.RAW_OBJECT));
		}
		catch (JedisDataException ex) {
			return ex;
		}
	}

	private void requireSlot(CommandArguments command) {
		int other = CommandSlots.of(command);
		if (other != CommandPath.NO_SLOT && other != this.slot) {
			throw new JedisClusterOperationException(
					"%s has a key in slot %d, but the transaction is on slot %d: expected keys with the same hash tag"
						.formatted(SafeEncoder.encode(command.getCommand().getRaw()), other, this.slot));
		}
	}

	private void requireMulti(boolean expected, String command) {
		if (this.inMulti != expected) {
			throw new IllegalStateException("%s %s MULTI".formatted(command, expected ? "without" : "after"));
		}
	}

	@Override
	public @Nullable List<Object> exec() {
		requireMulti(true, "EXEC");
		List<Queued> queued = List.copyOf(this.queue);
		end();
		List<Object> replies = this.session.exec(queued.stream().map(Queued::command).toList());
		if (replies == null) {
			return null;
		}
		List<Object> values = new ArrayList<>(replies.size());
		for (int i = 0; i < replies.size(); i++) {
			values.add(queued.get(i).value(replies.get(i)));
		}
		return values;
	}

	@Override
	public String discard() {
		requireMulti(true, "DISCARD");
		end();
		this.session.unwatch();
		return "OK";
	}

	@Override
	public void close() {
		end();
		this.session.unwatch();
	}

	private void end() {
		this.queue.clear();
		this.inMulti = false;
	}

	private record Queued(CommandArguments command, Response<?> response) {

		@Nullable Object value(Object reply) {
			this.response.set(reply);
			try {
				return this.response.get();
			}
			catch (JedisDataException ex) {
				return ex;
			}
		}

	}

}
