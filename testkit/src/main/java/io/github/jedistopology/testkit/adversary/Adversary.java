package io.github.jedistopology.testkit.adversary;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * A server that speaks RESP and means no good: what a client may find at a removed node's
 * address, or at that of a broken one. It counts connections and commands. Thread-safe.
 *
 * <pre>{@code
 * try (Adversary adversary = Adversary.at(removed.address()).replaying(view)) {
 *     ...
 *     assertThat(adversary.connections()).isZero();
 * }
 * }</pre>
 */
public final class Adversary implements AutoCloseable {

	private final Listener listener;

	private final CommandCounter commands;

	private Adversary(InetSocketAddress address, Listener.Conversation conversation, CommandCounter commands) {
		this.listener = new Listener(address, InstantSource.system(), conversation);
		this.commands = commands;
	}

	/**
	 * Where an adversary shall listen. How it misbehaves is said next, and starts it.
	 * @param address a loopback address; port 0 takes a free one
	 * @return the choice of behaviours
	 */
	public static Site at(InetSocketAddress address) {
		return new Site(address);
	}

	/**
	 * Where it listens.
	 * @return the address with its actual port
	 */
	public InetSocketAddress address() {
		return this.listener.address();
	}

	/**
	 * How many connections it has accepted so far.
	 * @return their number
	 */
	public int connections() {
		return this.listener.arrivals().count();
	}

	/**
	 * The connections that came later than a given time.
	 * @param time the time
	 * @return when each came, in order
	 */
	public List<Instant> connectionsAfter(Instant time) {
		return this.listener.arrivals().after(time);
	}

	/**
	 * When the last connection came.
	 * @return the time, or {@code null} if there was none
	 */
	public @Nullable Instant lastConnectionAt() {
		return this.listener.arrivals().last();
	}

	/**
	 * How many commands it has read so far, whether it answered them or not.
	 * @return their number
	 */
	public long commands() {
		return this.commands.total();
	}

	/**
	 * How many commands of one name it has read so far.
	 * @param name the name in any case, such as {@code GET}, {@code CLUSTER} or
	 * {@code CLUSTER SHARDS}
	 * @return their number
	 */
	public long commandsNamed(String name) {
		return this.commands.named(name);
	}

	/**
	 * Close all connections, end all threads and free the address.
	 */
	@Override
	public void close() {
		this.listener.close();
	}

	/**
	 * An address that waits for its adversary. Each method starts one, and throws
	 * {@link IllegalArgumentException} if the address is not a loopback address and
	 * {@link java.io.UncheckedIOException} if it is in use.
	 */
	public static final class Site {

		private static final int GARBAGE_LENGTH = 64;

		private final InetSocketAddress address;

		private Site(InetSocketAddress address) {
			this.address = address;
		}

		/**
		 * A node that lives on with an old idea of the cluster, and says
		 * {@code CLUSTERDOWN} to commands with keys.
		 * @param view what it says about the cluster
		 * @return the running adversary
		 */
		public Adversary replaying(RecordedView view) {
			return replaying(view, Answers.always(Reply.error("CLUSTERDOWN The cluster is down")));
		}

		/**
		 * A node that lives on with an old idea of the cluster.
		 * @param view what it says about the cluster
		 * @param others what it says to all but the cluster commands and
		 * {@linkplain Answers#courtesies() courtesies}, such as
		 * {@link Answers#movedTo(String)}
		 * @return the running adversary
		 */
		public Adversary replaying(RecordedView view, Answers others) {
			return answering(
					view.or(Answers.courtesies()).or(others).or(Answers.always(Reply.error("ERR unknown command"))));
		}

		/**
		 * Answers by a script, and by nothing else: a client's connection set-up needs
		 * {@link Answers#courtesies()} as well.
		 * @param answers the script
		 * @return the running adversary
		 */
		public Adversary answering(Answers answers) {
			return scripted(answers, Duration.ZERO);
		}

		/**
		 * Accepts, reads, and never says a word.
		 * @return the running adversary
		 */
		public Adversary hanging() {
			return answering((command) -> null);
		}

		/**
		 * Answers byte by byte, so that no single read takes long but the reply as a
		 * whole does.
		 * @param answers what it says
		 * @param pause how long it waits after each byte, at least a millisecond
		 * @return the running adversary
		 */
		public Adversary dripping(Answers answers, Duration pause) {
			if (pause.toMillis() < 1) {
				throw new IllegalArgumentException("pause must be at least a millisecond but was " + pause);
			}
			return scripted(answers, pause);
		}

		/**
		 * Accepts and closes at once.
		 * @return the running adversary
		 */
		public Adversary closing() {
			return new Adversary(this.address, (socket) -> {
			}, new CommandCounter());
		}

		/**
		 * Answers every command with bytes that are not RESP.
		 * @param seed the same seed gives the same bytes in the same order
		 * @return the running adversary
		 */
		public Adversary garbage(long seed) {
			Random random = new Random(seed);
			return answering((command) -> {
				byte[] bytes = new byte[GARBAGE_LENGTH];
				random.nextBytes(bytes);
				// Every RESP type is an ASCII character.
				bytes[0] |= (byte) 0x80;
				return Reply.raw(bytes);
			});
		}

		private Adversary scripted(Answers script, Duration pause) {
			CommandCounter commands = new CommandCounter();
			return new Adversary(this.address, new ScriptedConversation(script, pause, commands), commands);
		}

	}

}
