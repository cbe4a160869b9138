package io.github.jedistopology.boot.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.TopologyUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

class TopologyUnavailableFailureAnalyzerTests {

	private static final HostAndPort FIRST = new HostAndPort("a.test", 6379);

	private static final HostAndPort SECOND = new HostAndPort("b.test", 6379);

	@Test
	void listsEachAddressAndWhyItFailed() {
		FailureAnalysis analysis = analyze(new SourceReport(FIRST, "unknown host"),
				new SourceReport(SECOND, "connection refused"));
		assertThat(analysis.getDescription()).contains("'default'")
			.contains("a.test:6379: unknown host")
			.contains("b.test:6379: connection refused");
		assertThat(analysis.getAction()).contains("jedis-topology.endpoints", "jedis-topology.ssl");
	}

	@Test
	void pointsToCredentialsWhenLoginIsRefused() {
		assertThat(analyze(new SourceReport(FIRST, "WRONGPASS invalid username-password pair")).getAction())
			.contains("jedis-topology.username", "jedis-topology.password");
		assertThat(analyze(new SourceReport(FIRST, "NOAUTH Authentication required.")).getAction())
			.contains("jedis-topology.password");
	}

	@Test
	void saysWhenServerIsNotInClusterMode() {
		assertThat(analyze(new SourceReport(FIRST, "ERR This instance has cluster support disabled")).getAction())
			.contains("not in cluster mode");
	}

	private static FailureAnalysis analyze(SourceReport... sources) {
		TopologyUnavailableException cause = new TopologyUnavailableException("default", List.of(sources));
		FailureAnalysis analysis = new TopologyUnavailableFailureAnalyzer().analyze(new IllegalStateException(cause));
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
