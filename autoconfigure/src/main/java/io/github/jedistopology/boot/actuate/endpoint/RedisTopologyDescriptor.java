package io.github.jedistopology.boot.actuate.endpoint;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer to a read of all clusters. As JSON, times and durations are ISO-8601 texts,
 * slot ranges texts like {@code 0-5460} or {@code 7}, addresses texts like
 * {@code host:port}; what is not known is left out.
 *
 * @param clusters the clusters by name
 */
public record RedisTopologyDescriptor(Map<String, ClusterDescriptor> clusters) implements OperationResponseBody {

}
