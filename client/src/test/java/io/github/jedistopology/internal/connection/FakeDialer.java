package io.github.jedistopology.internal.connection;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import redis.clients.jedis.HostAndPort;

/**
 * Dials {@link FakeNode}s, each of which is made when it is first asked for.
 */
public final class FakeDialer implements Dialer {

	private final Map<HostAndPort, FakeNode> nodes = new ConcurrentHashMap<>();

	private final List<Dial> dials = Collections.synchronizedList(new ArrayList<>());

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

}
