package io.github.jedistopology.internal.view;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.internal.view.ViewConnection.ErrorReply;

/**
 * Asks a source for its view.
 */
public final class ViewQuery {

	private final boolean tls;

	private final AddressMapper mapper;

	private final Vocabulary vocabulary = new Vocabulary();

	/**
	 * A query for one kind of port.
	 * @param tls whether clients connect to the nodes' TLS ports
	 * @param mapper maps what sources announce to what this client can dial
	 */
	public ViewQuery(boolean tls, AddressMapper mapper) {
		this.tls = tls;
		this.mapper = mapper;
	}

	/**
	 * Asks a node what it takes itself for, with {@code ROLE}.
	 * @param connection the connection to it
	 * @return whether it is a primary
	 * @throws ViewException if it gives no usable answer
	 */
	public boolean isPrimary(ViewConnection connection) {
		List<?> role = Reply.list(Reply.accepted(connection.call("ROLE").get(0)));
		return !role.isEmpty() && this.vocabulary.requiredText(role.get(0)).equals("master");
	}

	/**
	 * Asks with {@code CLUSTER SHARDS} and {@code CLUSTER NODES} in one round trip. One
	 * of them is enough where the other is refused, before Redis 7 or by an ACL that
	 * names subcommands; where both are, {@code CLUSTER SLOTS} is.
	 * @param source who is asked
	 * @param connection the connection to it
	 * @return its view
	 * @throws ViewException if it gives no usable one
	 */
	public View ask(Source source, ViewConnection connection) {
		Addresses addresses = new Addresses(source.target(), this.mapper);
		List<@Nullable Object> replies = connection.call("CLUSTER SHARDS", "CLUSTER NODES");
		ShardsReply shards = (replies.get(0) instanceof ErrorReply) ? null
				: ShardsReply.parse(replies.get(0), this.tls, this.vocabulary);
		if (!(replies.get(1) instanceof ErrorReply)) {
			return NodesAndShards.view(NodesReply.parse(replies.get(1), this.tls, this.vocabulary), shards, addresses);
		}
		if (shards != null) {
			return shards.view(addresses);
		}
		return SlotsReply.parse(Reply.accepted(connection.call("CLUSTER SLOTS").get(0)), addresses, this.vocabulary);
	}

}
