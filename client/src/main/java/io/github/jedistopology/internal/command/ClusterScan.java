package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.connection.Routes;

/**
 * A {@code SCAN} of a whole cluster, as if it were one node. It visits primaries until
 * {@link ScanCoverage} has all slots that are served. So it ends: each visit covers slots
 * for good, or is one of a few in a row that do not. Belongs to one thread.
 */
public final class ClusterScan {

	/** After so many visits in a row that were in vain it gives up. */
	private static final int MAX_VAIN_VISITS = 16;

	private static final byte[] START = SafeEncoder.encode("0");

	/** Where the scan is, only the scan knows. */
	private static final byte[] MORE = SafeEncoder.encode("1");

	/** So begins what is said of a command that a node or a proxy does not have. */
	private static final String NO_SUCH_COMMAND = "ERR ";

	private final CommandPath path;

	private final CommandMeans means;

	private final ScanCoverage coverage = new ScanCoverage();

	private @Nullable Visit visit;

	private int vain;

	/**
	 * A scan that has not begun.
	 * @param path the way to each node
	 */
	public ClusterScan(CommandPath path) {
		this.path = path;
		this.means = path.means();
	}

	/**
	 * The next batch. After an exception it may be called again.
	 * @param command {@code SCAN}, any cursor, and what follows
	 * @return as the command's reply: a cursor, which is 0 after the last batch, and keys
	 * @throws ClusterCommandException if a node could not be scanned with the attempts
	 * and the time that the policy allows, or if slots change hands all the time
	 */
	public List<Object> next(CommandArguments command) {
		while (true) {
			try {
				if (this.visit != null && this.visit.isOver()) {
					end(this.visit);
				}
				if (this.visit == null) {
					this.visit = begin();
				}
				return (this.visit != null) ? List.of(MORE, this.visit.scan(command)) : List.of(START, List.of());
			}
			catch (NodeLeftException ex) {
				this.visit = null;
				inVain(0, ex);
			}
		}
	}

	static boolean isOver(List<Object> batch) {
		return batch.get(0) == START;
	}

	/** Finds a node to visit, {@code null} when there is none any more. */
	private @Nullable Visit begin() {
		while (true) {
			ClusterNode node = next();
			if (node == null) {
				return null;
			}
			int covered = this.coverage.size();
			NodeSlots slots = ask(node);
			if (this.coverage.begins(slots)) {
				return new Visit(node, slots);
			}
			if (this.coverage.size() == covered) {
				// It knows better than the topology.
				lookAgain(Trigger.MOVED);
				inVain(covered, null);
			}
		}
	}

	private @Nullable ClusterNode next() {
		int from = this.means.random().nextInt(SlotRange.SLOTS);
		ClusterNode node = this.coverage.next(topology(), from);
		if (node == null && this.coverage.size() < SlotRange.SLOTS) {
			lookAgain(Trigger.UNCOVERED_SLOT);
			node = this.coverage.next(topology(), from);
		}
		return node;
	}

	private void end(Visit ended) {
		int covered = this.coverage.size();
		this.coverage.visited(ended.before, ask(ended.node));
		this.visit = null;
		inVain(covered, null);
	}

	private void inVain(int coveredBefore, @Nullable RuntimeException cause) {
		this.vain = (cause == null && this.coverage.size() > coveredBefore) ? 0 : this.vain + 1;
		if (this.vain >= MAX_VAIN_VISITS) {
			this.vain = 0;
			throw new ClusterCommandException(
					"SCAN has %d of %d slots after %d visits of nodes in vain: the others change hands all the time"
						.formatted(this.coverage.size(), SlotRange.SLOTS, MAX_VAIN_VISITS),
					cause);
		}
	}

	/** Gives the topology a moment to change. */
	private void lookAgain(Trigger trigger) {
		Routes seen = this.means.pools().routes();
		this.means.signals().doubt(trigger);
		try {
			Duration wait = this.means.policy().backoff(this.vain + 1, this.means.random());
			this.means.pools().awaitWhile(() -> this.means.pools().routes() == seen, wait);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ClusterCommandException("SCAN was interrupted", ex);
		}
	}

	private NodeSlots ask(ClusterNode node) {
		NodeProcess process = NodeProcess
			.parse(ask(node, Command.INFO, "server").or(() -> ask(node, Command.CLUSTER, "INFO")).orElse(""));
		return ask(node, Command.CLUSTER, "NODES").map((answer) -> NodeSlots.parse(answer, process))
			.orElseGet(() -> NodeSlots.of(node, topology(), process));
	}

	/** Nothing when this user cannot ask that here. */
	private Optional<String> ask(ClusterNode node, Command question, String about) {
		CommandArguments arguments = new CommandArguments(question).add(about);
		try {
			return Optional.ofNullable(this.path
				.execute(Errand.to(new NodeRoute(node), new CommandObject<>(arguments, BuilderFactory.STRING))));
		}
		catch (JedisDataException ex) {
			if (ex instanceof JedisAccessControlException
					|| String.valueOf(ex.getMessage()).startsWith(NO_SUCH_COMMAND)) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	private Topology topology() {
		return this.means.pools().routes().topology();
	}

	/**
	 * One node from the beginning to the end.
	 */
	private final class Visit {

		private final ClusterNode node;

		private final NodeSlots before;

		private byte[] cursor = START;

		private boolean begun;

		Visit(ClusterNode node, NodeSlots before) {
			this.node = node;
			this.before = before;
		}

		boolean isOver() {
			return this.begun && this.cursor.length == 1 && this.cursor[0] == START[0];
		}

		/** The keys of the next batch. */
		Object scan(CommandArguments command) {
			CommandArguments here = CommandWords.append(new CommandArguments(Command.SCAN).add(this.cursor), command,
					2);
			List<Object> reply = ClusterScan.this.path.execute(
					Errand.to(new NodeRoute(this.node), new CommandObject<>(here, BuilderFactory.RAW_OBJECT_LIST)));
			if (reply == null) {
				throw new JedisDataException("SCAN: expected a cursor and keys, but the reply is null");
			}
			this.begun = true;
			this.cursor = (byte[]) reply.get(0);
			return reply.get(1);
		}

	}

}
