package io.github.jedistopology.internal.command;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.ResponseKeyword;

/**
 * What a subscriber wants to hear: what it has subscribed to and not unsubscribed from,
 * whether its node knows already or not. Not thread-safe.
 */
final class Interests {

	private static final List<ResponseKeyword> CONFIRMATIONS = List.of(ResponseKeyword.SUBSCRIBE,
			ResponseKeyword.PSUBSCRIBE, ResponseKeyword.SSUBSCRIBE);

	private static final ByteBuffer NO_NAME = ByteBuffer.allocate(0);

	private final List<Interest> channels;

	private final List<Interest> shardChannels;

	Interests() {
		this.channels = List.of(new Interest(Command.SUBSCRIBE, Command.UNSUBSCRIBE, ResponseKeyword.UNSUBSCRIBE),
				new Interest(Command.PSUBSCRIBE, Command.PUNSUBSCRIBE, ResponseKeyword.PUNSUBSCRIBE));
		this.shardChannels = List
			.of(new Interest(Command.SSUBSCRIBE, Command.SUNSUBSCRIBE, ResponseKeyword.SUNSUBSCRIBE));
	}

	private Stream<Interest> all() {
		return Stream.of(this.channels, this.shardChannels).flatMap(List::stream);
	}

	/** Takes note of a command of the subscriber's, which may be any. */
	void note(CommandArguments arguments) {
		List<ByteBuffer> names = IntStream.range(1, arguments.size())
			.mapToObj((i) -> ByteBuffer.wrap(arguments.get(i).getRaw()))
			.toList();
		all().forEach((interest) -> interest.note(arguments.getCommand(), names));
	}

	/** Whether a node says that it has subscribed the subscriber to something. */
	static boolean isConfirmation(List<?> message) {
		return CONFIRMATIONS.stream().anyMatch((kind) -> isOf(kind, message));
	}

	private static boolean isOf(ResponseKeyword kind, List<?> message) {
		return !message.isEmpty() && message.get(0) instanceof byte[] type && Arrays.equals(type, kind.getRaw());
	}

	/**
	 * Takes note of what a node says.
	 * @return whether it has ended a subscription that the subscriber wants to keep
	 */
	boolean isEndedBy(List<?> message) {
		byte[] name = (message.size() == 3 && message.get(1) instanceof byte[] bytes) ? bytes : NO_NAME.array();
		return all().filter((interest) -> interest.isLeftBy(message))
			.anyMatch((interest) -> !interest.leaving.remove(ByteBuffer.wrap(name)));
	}

	/**
	 * The replies to UNSUBSCRIBE that the subscriber still waits for, since the node that
	 * owed them is gone. Nodes count channels and patterns together.
	 */
	List<Object> farewells() {
		return Stream.of(this.channels, this.shardChannels)
			.flatMap((counted) -> counted.stream().flatMap((interest) -> interest.farewells(size(counted))))
			.toList();
	}

	/** Subscribes to all of it. */
	List<CommandArguments> subscriptions() {
		return all().filter((interest) -> !interest.wanted.isEmpty()).map(Interest::subscription).toList();
	}

	int size() {
		return size(this.channels) + size(this.shardChannels);
	}

	private static int size(List<Interest> interests) {
		return interests.stream().mapToInt((interest) -> interest.wanted.size()).sum();
	}

	/**
	 * Channels of one kind.
	 */
	private static final class Interest {

		private final Set<ByteBuffer> wanted = new LinkedHashSet<>();

		/** What the subscriber waits to hear that it has left. */
		private final List<ByteBuffer> leaving = new ArrayList<>();

		private final Command subscribe;

		private final Command unsubscribe;

		private final ResponseKeyword left;

		Interest(Command subscribe, Command unsubscribe, ResponseKeyword left) {
			this.subscribe = subscribe;
			this.unsubscribe = unsubscribe;
			this.left = left;
		}

		/**
		 * UNSUBSCRIBE without names leaves all channels of its kind, and Redis replies to
		 * it even if there were none.
		 */
		void note(Object command, List<ByteBuffer> names) {
			if (command == this.subscribe) {
				this.wanted.addAll(names);
			}
			else if (command == this.unsubscribe) {
				List<ByteBuffer> gone = names.isEmpty() ? List.copyOf(this.wanted) : names;
				this.leaving.addAll(gone.isEmpty() ? List.of(NO_NAME) : gone);
				gone.forEach(this.wanted::remove);
			}
		}

		boolean isLeftBy(List<?> message) {
			return isOf(this.left, message);
		}

		Stream<Object> farewells(long count) {
			List<ByteBuffer> gone = List.copyOf(this.leaving);
			this.leaving.clear();
			return gone.stream()
				.map((name) -> Arrays.asList(this.left.getRaw(), name.equals(NO_NAME) ? null : name.array(), count));
		}

		CommandArguments subscription() {
			CommandArguments subscription = new CommandArguments(this.subscribe);
			this.wanted.forEach((name) -> subscription.add(name.array()));
			return subscription;
		}

	}

}
