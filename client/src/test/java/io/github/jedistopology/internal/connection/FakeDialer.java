package io.github.jedistopology.internal.connection;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import redis.clients.jedis.HostAndPort;

/**
 * Dials {@link FakeNode}s, each of which is made when it is first asked for.
 */
public final class FakeDialer implements Dialer {

	private final Map<HostAndPort, FakeNode> nodes = new ConcurrentHashMap<>();

	private final List<Dial> dials = Collections.synchronizedList(new ArrayList<>());

	private final List<String> lookUps = Collections.synchronizedList(new ArrayList<>());

	public FakeNode node(String host, int port) {
		return node(new HostAndPort(host, port));
	}

	public FakeNode node(HostAndPort endpoint) {
		return this.nodes.computeIfAbsent(endpoint, (missing) -> new FakeNode(missing.getHost(), missing.getPort()));
	}

	public List<Dial> dials() {
		return this.dials;
	}

	@Override
	public NodeConnection dial(Dial dial, Consumer<Closeable> socket) {
		this.dials.add(dial);
		return node(dial.endpoint()).dial();
	}

	/** The names that were looked up without a dial. */
	public List<String> lookUps() {
		return this.lookUps;
	}

	@Override
	public CompletionStage<List<InetAddress>> lookUp(String host) {
		this.lookUps.add(host);
		List<InetAddress> addresses = this.nodes.values()
			.stream()
			.filter((node) -> node.endpoint().getHost().equals(host))
			.map(FakeNode::address)
			.filter(Objects::nonNull)
			.toList();
		return addresses.isEmpty() ? CompletableFuture.failedStage(new UnknownHostException(host))
				: CompletableFuture.completedStage(addresses);
	}

}
