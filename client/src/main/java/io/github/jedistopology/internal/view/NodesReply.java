package io.github.jedistopology.internal.view;

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
 * @param author the ID of the node that was asked, {@code null} if it does not say
 */
record NodesReply(Map<String, Line> lines, @Nullable String author) {

	private static final int SHORTEST_LINE = 64;

	static NodesReply parse(byte[] bytes, boolean tls, Vocabulary vocabulary) {
		Map<String, Line> lines = new LinkedHashMap<>(bytes.length / SHORTEST_LINE);
		String author = null;
		Words text = new Words(bytes, vocabulary, '\n');
		while (text.next()) {
			Line line = text.isEmpty() ? null : line(text, tls);
			if (line != null && lines.putIfAbsent(line.id(), line) != null) {
				throw new ViewException("its view lists node %s twice".formatted(line.id()));
			}
			if (line != null && line.myself()) {
				if (author != null) {
					throw new ViewException("its view has two authors, %s and %s".formatted(author, line.id()));
				}
				author = line.id();
			}
		}
		return new NodesReply(lines, author);
	}

	/**
	 * A node, {@code null} if it is nowhere: one that has just been met has no ID of its
	 * own yet; one that was reset has no address any more.
	 */
	private static @Nullable Line line(Words text, boolean tls) {
		Words line = text.split(' ');
		String id = next(line, text).word();
		Words address = next(line, text).split(',');
		Words flags = next(line, text).split(',');
		String primaryId = next(line, text).word();
		next(line, text); // ping
		next(line, text); // pong
		long epoch = next(line, text).number();
		next(line, text); // link
		NodeRole role = null;
		NodeHealth health = NodeHealth.ONLINE;
		boolean myself = false;
		while (flags.next()) {
			if (flags.is("handshake") || flags.is("noaddr")) {
				return null;
			}
			if (flags.is("master")) {
				role = NodeRole.PRIMARY;
			}
			else if (flags.is("slave")) {
				role = NodeRole.REPLICA;
			}
			// "fail?" is one node's opinion.
			else if (flags.is("fail")) {
				health = NodeHealth.FAILED;
			}
			else if (flags.is("myself")) {
				myself = true;
			}
		}
		return (role != null) ? new Line(id, address, tls, role, health, primaryId, epoch, myself, line.slots()) : null;
	}

	private static Words next(Words line, Words text) {
		if (!line.next()) {
			throw ViewException.unexpected("a node", ViewException.quote(text.toString()));
		}
		return line;
	}

	/**
	 * A node.
	 *
	 * @param id its node ID
	 * @param address where it is, not yet looked at: {@code CLUSTER SHARDS} knows better
	 * @param tls whether certificates are for its host name
	 * @param role what it does
	 * @param health how it is
	 * @param primaryId the primary that it replicates, "-" for a primary
	 * @param epoch its config epoch, or that of its primary
	 * @param myself whether it is the node that was asked
	 * @param slots the slots that it owns
	 */
	record Line(String id, Words address, boolean tls, NodeRole role, NodeHealth health, String primaryId, long epoch,
			boolean myself, List<SlotRange> slots) {

		boolean isPrimary() {
			return this.role == NodeRole.PRIMARY;
		}

		/**
		 * Certificates are for names. Without them a name may be there for people only.
		 * The node that answers may not know its own address. ElastiCache has names in
		 * the place of IP addresses.
		 */
		Member member() {
			Words address = this.address.split(',');
			address.next();
			Words socket = address.split('@');
			int colon = socket.next() ? socket.lastIndexOf(':') : -1;
			if (colon < 0) {
				throw ViewException.unexpected("an address", ViewException.quote(address.toString()));
			}
			String host = (colon > 0) ? socket.first(colon) : null;
			long port = socket.numberFrom(colon + 1);
			String name = (this.tls && address.next() && !address.isEmpty()) ? address.word() : null;
			return new Member(this.id, (name != null) ? name : host, Member.numeric(host),
					(int) Math.min(port, Integer.MAX_VALUE), this.role, this.health);
		}

	}

}
