package io.github.jedistopology.internal.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

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
 * connections to it. Can fail before anything is sent, too, and close its connections in
 * silence. Thread-safe.
 */
public final class FakeNode {

	/** How each node calls each client. */
	public static final long CLIENT_ID = 7;

	private final HostAndPort endpoint;

	private final Deque<Supplier<Object>> script = new ConcurrentLinkedDeque<>();

	private final Map<String, String> habits = new ConcurrentHashMap<>();

	private final Deque<Supplier<? extends RuntimeException>> unsent = new ConcurrentLinkedDeque<>();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<String> timeouts = new CopyOnWriteArrayList<>();

	private final Set<Connection> open = Collections.synchronizedSet(new HashSet<>());

	private final Set<Connection> stale = Collections.synchronizedSet(new HashSet<>());

	private final List<Long> deadlines = new CopyOnWriteArrayList<>();

	private final AtomicInteger dials = new AtomicInteger();

	private final AtomicInteger checks = new AtomicInteger();

	private final AtomicInteger exchanges = new AtomicInteger();

	/** The command of each exchange with all its arguments. */
	private final List<String> commands = new CopyOnWriteArrayList<>();

	private volatile @Nullable Supplier<RuntimeException> dialFailure;

	private volatile @Nullable InetAddress address = InetAddress.getLoopbackAddress();

	private volatile BooleanSupplier answering = () -> true;

	private volatile @Nullable Patience patience;

	public FakeNode(String host, int port) {
		this.endpoint = new HostAndPort(host, port);
	}

	public HostAndPort endpoint() {
		return this.endpoint;
	}

	/** Where its name leads to. */
	@Nullable InetAddress address() {
		return this.address;
	}

	/** From now on, nowhere when {@code null}; connections that are open go on. */
	void livesAt(@Nullable InetAddress address) {
		this.address = address;
	}

	/** The next reply; {@code OK}, or to a PING {@code PONG}, when nothing is left. */
	public FakeNode says(Supplier<Object> answer) {
		this.script.add(answer);
		return this;
	}

	/** Answers a command always the same, whatever the script says. */
	public FakeNode alwaysSays(String command, String answer) {
		this.habits.put(command, answer);
		return this;
	}

	public FakeNode fails(Supplier<? extends RuntimeException> failure) {
		return says(() -> {
			throw failure.get();
		});
	}

	/** What is left of the script is not said. */
	public void forgetsWhatToSay() {
		this.script.clear();
	}

	/** The next command fails before a byte of it is written. */
	public FakeNode failsUnsent(Supplier<? extends RuntimeException> failure) {
		this.unsent.add(failure);
		return this;
	}

	/** Closes the connections of now; only who looks finds out. */
	public void closesInSilence() {
		synchronized (this.open) {
			this.stale.addAll(this.open);
		}
	}

	/** Closes the connections of now, so that everybody sees it. */
	public void closesItsConnections() {
		this.open.clear();
	}

	/** Who looks whether replies have come finds none until then. */
	public void answersWhen(BooleanSupplier condition) {
		this.answering = condition;
	}

	/** Asked at each dial; one that gives {@code null} lets it succeed. */
	public void dialsFail(@Nullable Supplier<RuntimeException> failure) {
		this.dialFailure = failure;
	}

	/** What was sent here, by name. */
	public List<String> received() {
		return this.received;
	}

	/** What was sent here, with its arguments. */
	public List<String> commands() {
		return this.commands;
	}

	/** As while a connection to this node waits on purpose and nothing comes. */
	public void nothingComes() {
		Patience patience = this.patience;
		if (patience == null) {
			throw new IllegalStateException("Nobody waits on purpose");
		}
		try {
			patience.check();
		}
		catch (IOException ex) {
			throw new JedisConnectionException(ex);
		}
	}

	/** How connections changed their read time-out. */
	public List<String> timeouts() {
		return this.timeouts;
	}

	/** When exchanges had to end. */
	public List<Long> deadlines() {
		return this.deadlines;
	}

	/** How many exchanges have begun and not ended. */
	public int exchanges() {
		return this.exchanges.get();
	}

	/** How often somebody looked whether a connection is stale. */
	public int checks() {
		return this.checks.get();
	}

	public int dials() {
		return this.dials.get();
	}

	/** The connections that are open now. */
	public int open() {
		return this.open.size();
	}

	NodeConnection dial() {
		this.dials.incrementAndGet();
		Supplier<RuntimeException> failing = this.dialFailure;
		RuntimeException failure = (failing != null) ? failing.get() : null;
		if (failure != null) {
			throw failure;
		}
		return new FakeConnection().asNodeConnection();
	}

	private Object answer(String command) {
		String habit = this.habits.get(command);
		if (habit != null) {
			return SafeEncoder.encode(habit);
		}
		Supplier<Object> answer = this.script.poll();
		return (answer != null) ? answer.get() : SafeEncoder.encode("PING".equals(command) ? "PONG" : "OK");
	}

	/**
	 * A connection to the node.
	 */
	public final class FakeConnection extends Connection {

		private final Deque<CommandArguments> sent = new ArrayDeque<>();

		private final FakeSocket socket = new FakeSocket(this);

		FakeConnection() {
			super(FakeNode.this.endpoint);
			FakeNode.this.open.add(this);
		}

		NodeConnection asNodeConnection() {
			return new NodeConnection(this, this.socket);
		}

		/** As when the server ends the connection. */
		public void drop() {
			FakeNode.this.open.remove(this);
		}

		@Override
		public void sendCommand(CommandArguments arguments) {
			Supplier<? extends RuntimeException> failure = FakeNode.this.unsent.poll();
			if (failure != null) {
				throw failure.get();
			}
			this.socket.written = true;
			FakeNode.this.received.add(SafeEncoder.encode(arguments.getCommand().getRaw()));
			FakeNode.this.commands.add(StreamSupport.stream(arguments.spliterator(), false)
				.map((word) -> SafeEncoder.encode(word.getRaw()))
				.collect(Collectors.joining(" ")));
			this.sent.add(arguments);
		}

		@Override
		public void sendCommand(ProtocolCommand command) {
			sendCommand(new CommandArguments(command));
		}

		@Override
		public Object getOne() {
			CommandArguments oldest = this.sent.poll();
			// Without a command, it is a message to a subscriber.
			String command = (oldest != null) ? SafeEncoder.encode(oldest.getCommand().getRaw()) : "";
			if ("ASKING".equals(command)) {
				return SafeEncoder.encode("OK");
			}
			if ("CLIENT".equals(command)) {
				return CLIENT_ID;
			}
			try {
				return answer(command);
			}
			catch (JedisConnectionException ex) {
				setBroken();
				throw ex;
			}
		}

		@Override
		protected void flush() {
			// sent already
		}

		@Override
		protected Object readProtocolWithCheckingBroken() {
			return getOne();
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

	/**
	 * What a connection has underneath.
	 */
	private final class FakeSocket extends WatchedSocket {

		private final Connection connection;

		private final @Nullable InetAddress address = FakeNode.this.address;

		private boolean written;

		FakeSocket(Connection connection) {
			super(() -> 0);
			this.connection = connection;
		}

		@Override
		public void begin(long deadline) {
			FakeNode.this.deadlines.add(deadline);
			FakeNode.this.exchanges.incrementAndGet();
			this.written = false;
		}

		@Override
		public void await(Patience patience) {
			FakeNode.this.patience = patience;
		}

		@Override
		public void end() {
			FakeNode.this.exchanges.decrementAndGet();
		}

		@Override
		public void close() {
			this.connection.disconnect();
		}

		@Override
		public @Nullable InetAddress getInetAddress() {
			return this.address;
		}

		@Override
		public boolean isWritten() {
			return this.written;
		}

		@Override
		public boolean awaitInput(int millis) {
			return FakeNode.this.answering.getAsBoolean();
		}

		@Override
		public boolean isStale() {
			FakeNode.this.checks.incrementAndGet();
			return FakeNode.this.stale.contains(this.connection);
		}

	}

}
