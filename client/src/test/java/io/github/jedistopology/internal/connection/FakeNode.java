package io.github.jedistopology.internal.connection;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A node without a socket: answers by a script, keeps what it was sent, and counts the
 * connections to it. Thread-safe.
 */
public final class FakeNode {

	private final HostAndPort endpoint;

	private final Deque<Supplier<Object>> script = new ConcurrentLinkedDeque<>();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<String> timeouts = new CopyOnWriteArrayList<>();

	private final Set<Connection> open = Collections.synchronizedSet(new HashSet<>());

	private final AtomicInteger dials = new AtomicInteger();

	private volatile @Nullable Supplier<RuntimeException> dialFailure;

	public FakeNode(String host, int port) {
		this.endpoint = new HostAndPort(host, port);
	}

	public HostAndPort endpoint() {
		return this.endpoint;
	}

	/** The next reply; {@code OK} when nothing is left. */
	public FakeNode says(Supplier<Object> answer) {
		this.script.add(answer);
		return this;
	}

	public FakeNode fails(Supplier<? extends RuntimeException> failure) {
		return says(() -> {
			throw failure.get();
		});
	}

	public void dialsFail(@Nullable Supplier<RuntimeException> failure) {
		this.dialFailure = failure;
	}

	/** What was sent here, by name. */
	public List<String> received() {
		return this.received;
	}

	/** How connections changed their read time-out. */
	public List<String> timeouts() {
		return this.timeouts;
	}

	public int dials() {
		return this.dials.get();
	}

	/** The connections that are open now. */
	public int open() {
		return this.open.size();
	}

	Connection dial() {
		this.dials.incrementAndGet();
		Supplier<RuntimeException> failure = this.dialFailure;
		if (failure != null) {
			throw failure.get();
		}
		return new FakeConnection();
	}

	private Object answer() {
		Supplier<Object> answer = this.script.poll();
		return (answer != null) ? answer.get() : SafeEncoder.encode("OK");
	}

	/**
	 * A connection to the node.
	 */
	public final class FakeConnection extends Connection {

		private final Deque<CommandArguments> sent = new ArrayDeque<>();

		FakeConnection() {
			super(FakeNode.this.endpoint);
			FakeNode.this.open.add(this);
		}

		/** As when the server ends the connection. */
		public void drop() {
			FakeNode.this.open.remove(this);
		}

		@Override
		public void sendCommand(CommandArguments arguments) {
			FakeNode.this.received.add(SafeEncoder.encode(arguments.getCommand().getRaw()));
			this.sent.add(arguments);
		}

		@Override
		public void sendCommand(ProtocolCommand command) {
			sendCommand(new CommandArguments(command));
		}

		@Override
		public Object getOne() {
			CommandArguments next = this.sent.remove();
			if ("ASKING".equals(SafeEncoder.encode(next.getCommand().getRaw()))) {
				return SafeEncoder.encode("OK");
			}
			try {
				return answer();
			}
			catch (JedisConnectionException ex) {
				setBroken();
				throw ex;
			}
		}

		@Override
		public List<Object> getMany(int count) {
			return IntStream.range(0, count).mapToObj((index) -> {
				try {
					return getOne();
				}
				catch (JedisDataException ex) {
					return ex;
				}
			}).toList();
		}

		@Override
		public void setTimeoutInfinite() {
			FakeNode.this.timeouts.add("infinite");
		}

		@Override
		public void rollbackTimeout() {
			FakeNode.this.timeouts.add("rolled back");
		}

		@Override
		public boolean isConnected() {
			return FakeNode.this.open.contains(this);
		}

		@Override
		public void disconnect() {
			setBroken();
			FakeNode.this.open.remove(this);
		}

		@Override
		public void forceDisconnect() {
			disconnect();
		}

	}

}
