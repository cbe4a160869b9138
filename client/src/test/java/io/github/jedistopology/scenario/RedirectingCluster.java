package io.github.jedistopology.scenario;

import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.jedistopology.SlotRange;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.Reply;

/**
 * Three stub nodes. The first owns every slot, until a command for it comes: the slot has
 * just moved to the second, which is about to move it on to the third, where the key is
 * already. All of them know that as soon as it has been said.
 */
final class RedirectingCluster implements AutoCloseable {

	private static final InetSocketAddress ANYWHERE = new InetSocketAddress("127.0.0.1", 0);

	private final Set<Thread> asking = ConcurrentHashMap.newKeySet();

	private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

	private final BitSet moved = new BitSet();

	private final Adversary first;

	private final Adversary second;

	private final Adversary third;

	private volatile int slot;

	private volatile Reply reply = Reply.nil();

	RedirectingCluster() {
		this.first = node(Node.FIRST, (command) -> moveSlot());
		this.second = node(Node.SECOND, (command) -> Reply.error("ASK " + this.slot + " " + endpoint(Node.THIRD)));
		this.third = node(Node.THIRD, this::importing);
	}

	private Adversary node(Node node, Answers answers) {
		Answers nodes = (command) -> command.equals(List.of("CLUSTER", "NODES")) ? Reply.error("ERR unknown subcommand")
				: null;
		Answers topology = nodes.or((command) -> command.get(0).equals("CLUSTER") ? shards() : null);
		Answers setUp = (command) -> switch (command.get(0)) {
			case "CLIENT" -> Reply.ok();
			case "HELLO" -> Reply.map(Reply.bulk("proto"), Reply.integer(3));
			default -> null;
		};
		// On a machine that stands still for a moment, the client asks whether the node
		// is alive.
		Answers probe = (command) -> command.get(0).equals("PING") ? Reply.simple("PONG") : null;
		return Adversary.at(ANYWHERE).answering(topology.or(setUp).or(probe).or((command) -> {
			this.arrivals.add(new Arrival(node, Thread.currentThread(), command));
			return answers.to(command);
		}));
	}

	private synchronized Reply moveSlot() {
		this.moved.set(this.slot);
		return moved();
	}

	private Reply moved() {
		return Reply.error("MOVED " + this.slot + " " + endpoint(Node.SECOND));
	}

	/** ASKING is good for the very next command of its connection. */
	private Reply importing(List<String> command) {
		if (command.get(0).equals("ASKING")) {
			this.asking.add(Thread.currentThread());
			return Reply.ok();
		}
		return this.asking.remove(Thread.currentThread()) ? this.reply : moved();
	}

	private synchronized Reply shards() {
		BitSet stayed = new BitSet();
		stayed.set(0, SlotRange.SLOTS);
		stayed.andNot(this.moved);
		return Reply.array(shard(Node.FIRST, stayed), shard(Node.SECOND, this.moved), shard(Node.THIRD, new BitSet()));
	}

	private Reply shard(Node node, BitSet slots) {
		Reply[] bounds = SlotRange.of(slots)
			.stream()
			.flatMap((range) -> List.of(range.start(), range.end()).stream())
			.map(Reply::integer)
			.toArray(Reply[]::new);
		Reply primary = Reply.array(Reply.bulk("id"), Reply.bulk("%040x".formatted(node.ordinal())), Reply.bulk("port"),
				Reply.integer(address(node).getPort()), Reply.bulk("ip"), Reply.bulk("127.0.0.1"),
				Reply.bulk("endpoint"), Reply.bulk("127.0.0.1"), Reply.bulk("role"), Reply.bulk("master"),
				Reply.bulk("replication-offset"), Reply.integer(0), Reply.bulk("health"), Reply.bulk("online"));
		return Reply.array(Reply.bulk("slots"), Reply.array(bounds), Reply.bulk("nodes"), Reply.array(primary));
	}

	private InetSocketAddress address(Node node) {
		return switch (node) {
			case FIRST -> this.first.address();
			case SECOND -> this.second.address();
			case THIRD -> this.third.address();
		};
	}

	private String endpoint(Node node) {
		return "127.0.0.1:" + address(node).getPort();
	}

	/** Where a client starts. */
	String endpoint() {
		return endpoint(Node.FIRST);
	}

	/** Says what comes next, and forgets what came before. */
	void expect(int slot, Reply reply) {
		this.slot = slot;
		this.reply = reply;
		this.arrivals.clear();
	}

	/** What has come since, in order, but for questions about the cluster. */
	List<Arrival> arrivals() {
		return this.arrivals;
	}

	@Override
	public void close() {
		this.first.close();
		this.second.close();
		this.third.close();
	}

	enum Node {

		/** Owns the slot until it is asked. */
		FIRST,

		/** Owns the slot from then on, and exports it. */
		SECOND,

		/** Imports the slot. */
		THIRD

	}

	/**
	 * A command that came to a node.
	 *
	 * @param node the node
	 * @param connection the thread that serves the connection
	 * @param command the command and its arguments
	 */
	record Arrival(Node node, Thread connection, List<String> command) {

	}

}
