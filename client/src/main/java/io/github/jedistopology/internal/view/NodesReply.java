package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;
import io.github.jedistopology.SlotRange;

/**
 * Reads the reply to {@code CLUSTER NODES}, a line for each node:
 * {@code id host:port@busport[,hostname[,…]] flags primary ping pong epoch link slot…}.
 *
 * @param lines the nodes that are somewhere and do something, by ID
 */
record NodesReply(Map<String, Line> lines) {

	static NodesReply parse(@Nullable Object reply, boolean tls, Vocabulary vocabulary) {
		Map<String, Line> lines = new LinkedHashMap<>();
		Words text = new Words(Reply.requiredBytes(reply), vocabulary, '\n');
		while (text.next()) {
			Line line = text.isEmpty() ? null : line(text, tls);
			if (line != null && lines.putIfAbsent(line.member().id(), line) != null) {
				throw new ViewException("its view lists node %s twice".formatted(line.member().id()));
			}
		}
		return new NodesReply(lines);
	}

	/**
	 * A node, {@code null} if it is nowhere: one that has just been met has no ID of its
	 * own yet; one that was reset has no address any more.
	 */
	private static @Nullable Line line(Words text, boolean tls) {
		Words line = text.split(' ');
		String id = next(line, text).word();
		Words address = next(line, text).split(',');
		String flags = next(line, text).word();
		String primaryId = next(line, text).word();
		next(line, text); // ping
		next(line, text); // pong
		long epoch = next(line, text).number();
		next(line, text); // link
		boolean primary = has(flags, "master");
		if (has(flags, "handshake") || has(flags, "noaddr") || !primary && !has(flags, "slave")) {
			return null;
		}
		// "fail?" is one node's opinion.
		NodeHealth health = has(flags, "fail") ? NodeHealth.FAILED : NodeHealth.ONLINE;
		Member member = member(id, address, primary ? NodeRole.PRIMARY : NodeRole.REPLICA, health, tls);
		return new Line(member, primaryId, epoch, has(flags, "myself"), slots(line));
	}

	private static Words next(Words line, Words text) {
		if (!line.next()) {
			throw Reply.unexpected("a node", text.word());
		}
		return line;
	}

	private static boolean has(String flags, String flag) {
		for (int at = flags.indexOf(flag); at >= 0; at = flags.indexOf(flag, at + 1)) {
			int end = at + flag.length();
			if ((at == 0 || flags.charAt(at - 1) == ',') && (end == flags.length() || flags.charAt(end) == ',')) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Certificates are for names. Without them a name may be there for people only. The
	 * node that answers may not know its own address. ElastiCache has names in the place
	 * of IP addresses.
	 */
	private static Member member(String id, Words address, NodeRole role, NodeHealth health, boolean tls) {
		address.next();
		Words socket = address.split('@');
		int colon = socket.next() ? socket.lastIndexOf(':') : -1;
		if (colon < 0) {
			throw Reply.unexpected("an address", address.word());
		}
		String host = (colon > 0) ? socket.first(colon) : null;
		long port = socket.numberFrom(colon + 1);
		String name = (tls && address.next() && !address.isEmpty()) ? address.word() : null;
		return new Member(id, (name != null) ? name : host, Reply.numeric(host),
				(int) Math.min(port, Integer.MAX_VALUE), role, health);
	}

	private static List<SlotRange> slots(Words line) {
		List<SlotRange> ranges = new ArrayList<>();
		while (line.next()) {
			// [slot->-node], [slot-<-node]: on its way, listed with its owner.
			if (!line.startsWith('[')) {
				ranges.add(line.range());
			}
		}
		return Reply.ordered(ranges);
	}

	/**
	 * A node.
	 *
	 * @param member the node itself
	 * @param primaryId the primary that it replicates, "-" for a primary
	 * @param epoch its config epoch, or that of its primary
	 * @param myself whether it is the node that was asked
	 * @param slots the slots that it owns
	 */
	record Line(Member member, String primaryId, long epoch, boolean myself, List<SlotRange> slots) {

		boolean isPrimary() {
			return this.member.role() == NodeRole.PRIMARY;
		}

	}

}
