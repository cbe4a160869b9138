package io.github.jedistopology.benchmarks.refresh;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.Reply;

/**
 * The client as users have it against a thousand nodes on this machine, at 127.77.x.y:
 * how long its refreshes take, and how many nodes it asks.
 */
public final class ThousandEndpoints {

	private static final int REFRESHES = 50;

	private ThousandEndpoints() {
	}

	/**
	 * Measures and prints.
	 * @param arguments none
	 */
	public static void main(String... arguments) throws InterruptedException, ExecutionException {
		LargeCluster cluster = new LargeCluster(LargeCluster.Hosts.LOOPBACK, -1);
		List<Adversary> nodes = new ArrayList<>();
		try {
			Reply shards = Reply.raw(cluster.shards());
			for (int node = 0; node < LargeCluster.NODES; node++) {
				nodes.add(start(cluster, node, shards));
			}
			try (JedisTopology client = JedisTopology.builder().endpoints(cluster.endpoint(0).toString()).build()) {
				measure(client, nodes);
			}
		}
		finally {
			nodes.forEach(Adversary::close);
		}
	}

	private static Adversary start(LargeCluster cluster, int node, Reply shards) {
		Answers view = (command) -> switch (String.join(" ", command).toUpperCase(Locale.ROOT)) {
			case "CLUSTER SHARDS" -> shards;
			case "CLUSTER NODES" -> Reply.raw(cluster.nodes(node));
			default -> null;
		};
		return Adversary.at(new InetSocketAddress(cluster.ip(node), LargeCluster.PORT))
			.answering(view.or(Answers.courtesies()).or(Answers.always(Reply.error("ERR unknown command"))));
	}

	private static void measure(JedisTopology client, List<Adversary> nodes)
			throws InterruptedException, ExecutionException {
		long before = asked(nodes);
		List<Duration> durations = new ArrayList<>();
		for (int i = 0; i < REFRESHES; i++) {
			RefreshReport report = client.topologyManager().refresh().get();
			if (report.outcome() != Outcome.UNCHANGED) {
				throw new IllegalStateException("Refresh %d: %s".formatted(i, report));
			}
			durations.add(report.duration());
		}
		durations.sort(Comparator.naturalOrder());
		System.out.printf(
				"%s%n%d refreshes, %d views asked for, of %d different nodes; half of them took less than %d ms%n",
				client.topologyManager().topology(), REFRESHES, asked(nodes) - before,
				nodes.stream().filter((node) -> node.commandsNamed("CLUSTER NODES") > 0).count(),
				durations.get(REFRESHES / 2).toMillis());
	}

	private static long asked(List<Adversary> nodes) {
		return nodes.stream().mapToLong((node) -> node.commandsNamed("CLUSTER NODES")).sum();
	}

}
