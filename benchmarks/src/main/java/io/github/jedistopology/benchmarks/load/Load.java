package io.github.jedistopology.benchmarks.load;

import java.time.Duration;
import java.util.Locale;

import io.github.jedistopology.benchmarks.load.SimulatedClient.Incident;

/**
 * What so many clients ask of a cluster of so many nodes, in questions a second.
 *
 * @param clients how many clients there are
 * @param nodes how many nodes the cluster has
 * @param idle views that each node is asked for when nothing happens
 * @param failover views that each node is asked for in the busiest second of a failover
 * @param roles how often each replica of the primary that fails is asked for its role in
 * the busiest second
 */
record Load(int clients, int nodes, double idle, double failover, double roles) {

	/** Clients do not influence one another: those beyond so many are like these. */
	static final int SAMPLE = 50;

	/** By then all have started, and settled. */
	private static final int CALM = 60;

	private static final int IDLE_END = CALM + 240;

	private static final int FAILOVER_END = CALM + 30;

	/** With cluster-node-timeout 5 s, and a vote. */
	private static final Incident FAILOVER = new Incident(CALM * 1000L, CALM * 1000L + 6000);

	static Load of(int clients, int nodes) {
		SimulatedCluster cluster = new SimulatedCluster(nodes);
		int sample = Math.min(clients, SAMPLE);
		Queries idle = new Queries(IDLE_END);
		Queries failover = new Queries(FAILOVER_END);
		Queries roles = new Queries(FAILOVER_END);
		for (int client = 0; client < sample; client++) {
			new SimulatedClient(cluster, Incident.NONE, client, idle, new Queries(IDLE_END))
				.run(Duration.ofSeconds(IDLE_END));
			new SimulatedClient(cluster, FAILOVER, client, failover, roles).run(Duration.ofSeconds(FAILOVER_END));
		}
		double scale = (double) clients / sample;
		return new Load(clients, nodes, scale * idle.sum(CALM, IDLE_END) / (IDLE_END - CALM) / nodes,
				scale * failover.most(CALM, FAILOVER_END) / nodes,
				scale * roles.most(CALM, FAILOVER_END) / cluster.replicas());
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "| %,d | %,d | %s | %s | %s |%n", this.clients, this.nodes, text(this.idle),
				text(this.failover), text(this.roles));
	}

	private static String text(double value) {
		return String.format(Locale.ROOT, (value >= 10) ? "%,.0f" : "%.2g", value);
	}

}
