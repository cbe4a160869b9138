package io.github.jedistopology.internal.view;

import io.github.jedistopology.internal.view.ViewConnection.ErrorReply;

/**
 * Asks a source for its view.
 */
public final class ViewQuery {

	private final boolean tls;

	/**
	 * A query for one kind of port.
	 * @param tls whether clients connect to the nodes' TLS ports
	 */
	public ViewQuery(boolean tls) {
		this.tls = tls;
	}

	/**
	 * Asks a node what it takes itself for, with {@code ROLE}.
	 * @param connection the connection to it
	 * @return whether it is a primary
	 * @throws ViewException if it gives no usable answer
	 */
	public boolean isPrimary(ViewConnection connection) {
		return Reply.requiredText(Reply.list(connection.call("ROLE")).get(0)).equals("master");
	}

	/**
	 * Asks with {@code CLUSTER SHARDS}, or with {@code CLUSTER SLOTS} where that is
	 * refused: before Redis 7, or by an ACL that names subcommands.
	 * @param source who is asked
	 * @param connection the connection to it
	 * @return its view
	 * @throws ViewException if it gives no usable one
	 */
	public View ask(Source source, ViewConnection connection) {
		Object shards;
		try {
			shards = connection.call("CLUSTER", "SHARDS");
		}
		catch (ErrorReply ex) {
			return SlotsReply.parse(source.target(), connection.call("CLUSTER", "SLOTS"));
		}
		return ShardsReply.parse(source.target(), shards, this.tls);
	}

}
