package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisConfigurationTests {

	private static final NodeAddress ADDRESS = new NodeAddress("127.9.0.1", 7000, 7001);

	@Test
	void saysWhatTheSettingsSay() {
		String configuration = new RedisConfiguration(settings(false), List.of()).of(ADDRESS, "node-1.redis.test");
		assertThat(configuration.lines()).contains("bind \"127.9.0.1\"", "port \"7000\"", "tls-port \"0\"",
				"cluster-port \"7001\"", "cluster-node-timeout \"1500\"", "cluster-require-full-coverage \"no\"",
				"cluster-preferred-endpoint-type \"hostname\"", "cluster-announce-hostname \"node-1.redis.test\"",
				"requirepass \"secret\"");
	}

	@Test
	void withTlsThereIsNoPlainPort() {
		String configuration = new RedisConfiguration(settings(true), List.of(Directive.of("tls-cluster", "yes")))
			.of(ADDRESS, null);
		assertThat(configuration.lines()).contains("port \"0\"", "tls-port \"7000\"", "tls-cluster \"yes\"")
			.noneMatch((line) -> line.startsWith("cluster-announce-hostname"));
	}

	private static LabSettings settings(boolean tls) {
		return new LabSettings(3, 0, AddressPlan.PORTS, EndpointType.HOSTNAME, tls, Access.password("secret"),
				Duration.ofMillis(1500), false, Duration.ZERO, null);
	}

}
