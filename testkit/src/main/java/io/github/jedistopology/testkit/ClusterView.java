package io.github.jedistopology.testkit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The cluster as one node sees it: its answer to CLUSTER NODES.
 *
 * @param self the id of the node that answered
 * @param entries all nodes that it knows, itself included, by id
 */
record ClusterView(String self, Map<String, Entry> entries) {

	static ClusterView parse(String clusterNodes) {
		String self = "";
		Map<String, Entry> entries = new HashMap<>();
		for (String line : clusterNodes.split("\n")) {
			Entry entry = Entry.parse(line);
			entries.put(entry.id(), entry);
			if (entry.flags().contains("myself")) {
				self = entry.id();
			}
		}
		return new ClusterView(self, Map.copyOf(entries));
	}

	Entry own() {
		return entry(this.self);
	}

	boolean knows(String id) {
		return this.entries.containsKey(id);
	}

	Entry entry(String id) {
		Entry entry = this.entries.get(id);
		if (entry == null) {
			throw new IllegalStateException("Node " + this.self + " does not know node " + id);
		}
		return entry;
	}

	/**
	 * One node in a view.
	 *
	 * @param hostName the announced host name; empty when there is none
	 * @param primaryId the node that this one replicates; null for a primary
	 * @param connected whether the link to it is up
	 */
	record Entry(String id, String hostName, Set<String> flags, @Nullable String primaryId, boolean connected,
			List<SlotRange> slots) {

		/**
		 * Reads
		 * {@code id ip:port@busport[,hostname[,…]] flags primary ping pong epoch link slot…}.
		 */
		static Entry parse(String line) {
			String[] fields = line.trim().split(" ");
			String[] address = fields[1].split(",");
			return new Entry(fields[0], (address.length > 1) ? address[1] : "", Set.of(fields[2].split(",")),
					fields[3].equals("-") ? null : fields[3], fields[7].equals("connected"),
					Arrays.stream(fields)
						.skip(8)
						// [slot->-node]: on its way, still or already listed with its
						// owner
						.filter((slots) -> !slots.startsWith("["))
						.map(SlotRange::parse)
						.toList());
		}

		boolean isPrimary() {
			return this.primaryId == null;
		}

		boolean hasAll(List<Integer> slots) {
			return slots.stream().allMatch((slot) -> this.slots.stream().anyMatch((range) -> range.contains(slot)));
		}

		/** Whether the node is suspected or known to be down, or still unknown. */
		boolean isDoubtful() {
			return this.flags.contains("fail") || this.flags.contains("fail?") || this.flags.contains("handshake")
					|| this.flags.contains("noaddr");
		}

	}

}
