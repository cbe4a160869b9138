package io.github.jedistopology.internal.view;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Source}.
 */
class SourceTests {

	@Test
	void knownNodeIsAskedAtItsEndpoint() {
		HostAndPort endpoint = new HostAndPort("node-1.test", 6379);
		assertThat(Source.node(endpoint).target()).isEqualTo(endpoint);
		assertThat(Source.node(endpoint)).hasToString("node-1.test:6379");
	}

	@Test
	void addressBehindAnEndpointIsAskedAtTheEndpointsPort() throws Exception {
		Source source = new Source(new HostAndPort("cfg.test", 6379), InetAddress.getByName("10.0.0.1"));
		assertThat(source.target()).isEqualTo(new HostAndPort("10.0.0.1", 6379));
		assertThat(source).hasToString("cfg.test:6379 at 10.0.0.1");
	}

}
