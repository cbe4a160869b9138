package io.github.jedistopology.testkit;

/**
 * What the nodes tell clients to dial: Redis's {@code cluster-preferred-endpoint-type}.
 */
public enum EndpointType {

	/** IP addresses, as ElastiCache does without TLS. */
	IP("ip"),

	/**
	 * Host names, as ElastiCache does with TLS. They resolve through
	 * {@link RedisClusterLab#names()} only.
	 */
	HOSTNAME("hostname"),

	/** Nothing but the port: clients use the host that they asked. */
	UNKNOWN_ENDPOINT("unknown-endpoint");

	private final String directive;

	EndpointType(String directive) {
		this.directive = directive;
	}

	String directive() {
		return this.directive;
	}

}
