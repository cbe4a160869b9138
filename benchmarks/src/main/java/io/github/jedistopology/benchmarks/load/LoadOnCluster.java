package io.github.jedistopology.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Simulates fleets of clients, writes a table in Markdown and, if an argument says where,
 * a plot.
 */
public final class LoadOnCluster {

	private static final List<Integer> CLIENTS = List.of(1, 100, 10_000);

	private static final List<Integer> NODES = List.of(3, 100, 1000);

	private static final String HEADER = """
			| Clients | Nodes | Idle: views/s of each node | Failover: views/s of each node, busiest second | \
			Failover: ROLE/s of each replica of the failed primary, busiest second |
			|---:|---:|---:|---:|---:|
			""";

	private LoadOnCluster() {
	}

	/**
	 * Simulates and prints.
	 * @param arguments where to write the plot, if at all
	 */
	public static void main(String... arguments) throws IOException {
		List<Load> loads = NODES.stream()
			.flatMap((nodes) -> CLIENTS.stream().map((clients) -> Load.of(clients, nodes)))
			.toList();
		System.out.print(HEADER);
		loads.forEach(System.out::print);
		for (String plot : arguments) {
			Files.writeString(Path.of(plot), Plot.of(loads));
		}
	}

}
