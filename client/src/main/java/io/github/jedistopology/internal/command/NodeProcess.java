package io.github.jedistopology.internal.command;

/**
 * Tells the process that a node is from the one that it was: after a restart the cursors
 * of a scan mean nothing any more.
 *
 * @param runId its own ID; empty where it must not be asked for
 * @param messages how many messages it has sent to other nodes, a number that only a
 * restart makes smaller
 */
record NodeProcess(String runId, long messages) {

	private static final String RUN_ID = "run_id:";

	private static final String MESSAGES = "cluster_stats_messages_sent:";

	/**
	 * Reads what a node says of itself.
	 * @param info the reply to {@code INFO server} or to {@code CLUSTER INFO}, empty if
	 * the node says neither
	 */
	static NodeProcess parse(String info) {
		String messages = value(info, MESSAGES);
		return new NodeProcess(value(info, RUN_ID), messages.isEmpty() ? 0 : Long.parseLong(messages));
	}

	private static String value(String info, String name) {
		return info.lines()
			.filter((line) -> line.startsWith(name))
			.findFirst()
			.map((line) -> line.substring(name.length()))
			.orElse("");
	}

	boolean isStill(NodeProcess later) {
		return this.runId.equals(later.runId) && this.messages <= later.messages;
	}

}
