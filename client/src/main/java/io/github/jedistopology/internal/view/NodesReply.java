package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.Arrays;
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

	private static final int FIRST_SLOT = 8;

	static NodesReply parse(@Nullable Object reply, boolean tls) {
		Map<String, Line> lines = new LinkedHashMap<>();
		Reply.requiredText(reply)
			.lines()
			.filter((line) -> !line.isBlank())
			.map(NodesReply::fields)
			.forEach((fields) -> {
				List<String> flags = Arrays.asList(fields[2].split(","));
				if (isSomewhere(flags) && lines.putIfAbsent(fields[0], line(fields, flags, tls)) != null) {
					throw new ViewException("its view lists node %s twice".formatted(fields[0]));
				}
			});
		return new NodesReply(lines);
	}

	private static String[] fields(String line) {
		String[] fields = line.split(" ");
		if (fields.length < FIRST_SLOT) {
			throw Reply.unexpected("a node", line);
		}
		return fields;
	}

	/**
	 * A node that has just been met has no ID of its own yet; one that was reset has no
	 * address any more.
	 */
	private static boolean isSomewhere(List<String> flags) {
		return !flags.contains("handshake") && !flags.contains("noaddr")
				&& (flags.contains("master") || flags.contains("slave"));
	}

	private static Line line(String[] fields, List<String> flags, boolean tls) {
		NodeRole role = flags.contains("master") ? NodeRole.PRIMARY : NodeRole.REPLICA;
		// "fail?" is one node's opinion.
		NodeHealth health = flags.contains("fail") ? NodeHealth.FAILED : NodeHealth.ONLINE;
		return new Line(member(fields[0], fields[1], role, health, tls), fields[3], number(fields[6]),
				flags.contains("myself"), slots(fields));
	}

	/**
	 * Certificates are for names. Without them a name may be there for people only. The
	 * node that answers may not know its own address. ElastiCache has names in the place
	 * of IP addresses.
	 */
	private static Member member(String id, String address, NodeRole role, NodeHealth health, boolean tls) {
		String[] parts = address.split(",");
		int bus = parts[0].indexOf('@');
		int colon = parts[0].lastIndexOf(':', (bus >= 0) ? bus : parts[0].length());
		if (colon < 0) {
			throw Reply.unexpected("an address", address);
		}
		String host = (colon > 0) ? parts[0].substring(0, colon) : null;
		String name = (parts.length > 1 && !parts[1].isEmpty()) ? parts[1] : host;
		long port = number(parts[0].substring(colon + 1, (bus >= 0) ? bus : parts[0].length()));
		return new Member(id, tls ? name : host, Reply.numeric(host), (int) Math.min(port, Integer.MAX_VALUE), role,
				health);
	}

	private static List<SlotRange> slots(String[] fields) {
		List<Long> bounds = new ArrayList<>();
		for (int i = FIRST_SLOT; i < fields.length; i++) {
			// [slot->-node], [slot-<-node]: on its way, listed with its owner.
			if (!fields[i].startsWith("[")) {
				int dash = fields[i].indexOf('-');
				bounds.add(number((dash < 0) ? fields[i] : fields[i].substring(0, dash)));
				bounds.add(number(fields[i].substring(dash + 1)));
			}
		}
		return Reply.slots(bounds);
	}

	private static long number(String digits) {
		try {
			long number = Long.parseLong(digits);
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// is said below
		}
		throw Reply.unexpected("a number", digits);
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
