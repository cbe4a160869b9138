package io.github.jedistopology.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.TopologyUnavailableException;

/**
 * Explains a {@link TopologyUnavailableException}: who was asked, why that failed, and
 * what can be done about it.
 */
class TopologyUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<TopologyUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TopologyUnavailableException cause) {
		return new FailureAnalysis(description(cause), action(cause.sources()), cause);
	}

	private static String description(TopologyUnavailableException cause) {
		return cause.sources()
			.stream()
			.map((source) -> "\t- %s%n".formatted(source))
			.collect(Collectors.joining("",
					"Redis Cluster '%s' could not be reached. What was tried:%n%n".formatted(cause.clusterName()), ""));
	}

	private static String action(List<SourceReport> sources) {
		List<String> actions = new ArrayList<>();
		if (anyFailure(sources, "WRONGPASS", "NOAUTH", "NOPERM")) {
			actions.add("Correct 'jedis-topology.username' and 'jedis-topology.password': "
					+ "the server refuses the login, or the user may not run CLUSTER SHARDS and CLUSTER SLOTS.");
		}
		if (anyFailure(sources, "cluster support disabled")) {
			actions.add("Point 'jedis-topology.endpoints' to a Redis Cluster: the server is not in cluster mode "
					+ "(cluster-enabled yes). For a single server, use Spring Boot's own Redis support.");
		}
		if (actions.isEmpty()) {
			actions.add("Check that 'jedis-topology.endpoints' names the cluster, that this machine may connect to it, "
					+ "and that 'jedis-topology.ssl' suits it: a cluster that encrypts connections needs "
					+ "'jedis-topology.ssl.enabled' or 'jedis-topology.ssl.bundle'.");
		}
		actions.add("What 'jedis-topology' leaves out is taken from 'spring.data.redis'.");
		return String.join(System.lineSeparator(), actions);
	}

	/**
	 * Whether a failure has one of Redis's own error texts, which are part of its
	 * protocol.
	 */
	private static boolean anyFailure(List<SourceReport> sources, String... errors) {
		return sources.stream()
			.map(SourceReport::failure)
			.anyMatch((failure) -> failure != null && List.of(errors).stream().anyMatch(failure::contains));
	}

}
