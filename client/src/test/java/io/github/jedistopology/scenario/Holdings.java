package io.github.jedistopology.scenario;

import java.util.List;

import redis.clients.jedis.Jedis;

import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * What a client holds at a moment.
 *
 * @param connections how many connections the servers have from it
 * @param subscribers how many of them have subscribed to something
 * @param threads how many threads of its own it has
 */
record Holdings(long connections, long subscribers, long threads) {

	static final Holdings NONE = new Holdings(0, 0, 0);

	/** Those of the client by whose name its connections and its threads go. */
	static Holdings of(String client, RedisClusterLab lab) {
		List<String> connections = lab.nodes()
			.stream()
			.flatMap((node) -> connections(node).lines())
			.filter((line) -> line.contains(" name=" + client + " "))
			.toList();
		return new Holdings(connections.size(),
				connections.stream().filter((line) -> !line.contains(" sub=0 psub=0 ssub=0 ")).count(),
				Thread.getAllStackTraces()
					.keySet()
					.stream()
					.filter((thread) -> thread.getName().startsWith("jedis-topology-" + client + "-"))
					.count());
	}

	private static String connections(LabNode node) {
		try (Jedis jedis = new Jedis(node.address().getHostString(), node.address().getPort())) {
			return jedis.clientList();
		}
	}

	/** Whether it has no connection. */
	boolean isIdle() {
		return this.connections == 0;
	}

}
