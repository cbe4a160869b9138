package io.github.jedistopology;

import java.util.List;
import java.util.stream.Collectors;

import redis.clients.jedis.exceptions.JedisException;

import io.github.jedistopology.RefreshReport.SourceReport;

/**
 * The client could not start, because no endpoint gave a view of the cluster.
 */
public class TopologyUnavailableException extends JedisException {

	private static final long serialVersionUID = 1L;

	private final String clusterName;

	private final transient List<SourceReport> sources;

	/**
	 * An account of a failed start.
	 * @param clusterName the name that the application has given to the cluster
	 * @param sources who was asked, and why each of them gave no view
	 */
	public TopologyUnavailableException(String clusterName, List<SourceReport> sources) {
		super("No endpoint of Redis Cluster '%s' gave a view of the cluster: %s".formatted(clusterName,
				sources.stream().map(SourceReport::toString).collect(Collectors.joining("; "))));
		this.clusterName = clusterName;
		this.sources = List.copyOf(sources);
	}

	/**
	 * The name that the application has given to the cluster.
	 * @return the name
	 */
	public String clusterName() {
		return this.clusterName;
	}

	/**
	 * Who was asked, and why each of them gave no view.
	 * @return one entry for each address, and one for each name that did not resolve
	 */
	public List<SourceReport> sources() {
		return this.sources;
	}

}
