package io.github.jedistopology.internal.view;

import java.io.InputStream;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.AddressMapper;

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
		return connection.ask(List.of("ROLE"), (in) -> {
			RespReader reply = reader(in).accepted();
			int left = reply.array();
			boolean primary = left > 0 && reply.requiredWord().equals("master");
			while (--left > 0) {
				reply.skip();
			}
			return primary;
		});
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
		View view = connection.ask(List.of("CLUSTER SHARDS", "CLUSTER NODES"), (in) -> view(reader(in), addresses));
		return (view != null) ? view
				: connection.ask(List.of("CLUSTER SLOTS"), (in) -> SlotsReply.read(reader(in).accepted(), addresses));
	}

	private @Nullable View view(RespReader replies, Addresses addresses) {
		ShardsReply shards = (replies.error() != null) ? null : ShardsReply.read(replies, this.tls);
		if (replies.error() != null) {
			return (shards != null) ? shards.view(addresses) : null;
		}
		NodesReply nodes = NodesReply.parse(replies.bytes(), this.tls, this.vocabulary);
		return NodesAndShards.view(nodes, shards, addresses);
	}

	private RespReader reader(InputStream in) {
		return new RespReader(in, this.vocabulary);
	}

}
