package io.github.jedistopology.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidEndpointException}.
 */
class InvalidEndpointFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEndpointException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEndpointException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Write the endpoint as host:port. User name, password and TLS have properties of their own: "
						+ "'jedis-topology.username', 'jedis-topology.password', 'jedis-topology.ssl.enabled'.",
				cause);
	}

}
