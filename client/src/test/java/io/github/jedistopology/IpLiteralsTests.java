package io.github.jedistopology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IpLiterals}, with examples from RFC 5952.
 */
class IpLiteralsTests {

	@ParameterizedTest
	@CsvSource({ "0:0:0:0:0:0:0:1, ::1", "::1, ::1", "::, ::", "0:0:0:0:0:0:0:0, ::", "2001:DB8::1, 2001:db8::1",
			"2001:0db8:0:0:0:0:2:1, 2001:db8::2:1", "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
			"2001:0:0:1:0:0:0:1, 2001:0:0:1::1", "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "1:0:0:0:0:0:0:0, 1::",
			"0:0:1:0:0:0:0:2, 0:0:1::2", "10:100:0:0:0:0:0:0, 10:100::", "::ffff:10.0.0.1, 10.0.0.1",
			"10.0.0.1, 10.0.0.1", "node-1.test, node-1.test", "fe80::1%eth0, fe80::1%eth0", "1:2:3, 1:2:3",
			"beef, beef" })
	void ipv6AddressesHaveOneForm(String host, String canonical) {
		assertThat(IpLiterals.canonical(host)).isEqualTo(canonical);
	}

	@Test
	void nodeIsAtBothForms() {
		ClusterNode node = new ClusterNode("a", new HostAndPort("0:0:0:0:0:0:0:1", 6379), "2001:DB8:0::1",
				NodeRole.PRIMARY, NodeHealth.ONLINE);
		assertThat(node.endpoint()).hasToString("::1:6379");
		assertThat(node.isAt(new HostAndPort("::1", 6379))).isTrue();
		assertThat(node.isAt(new HostAndPort("2001:db8:0:0:0:0:0:1", 6379))).isTrue();
		assertThat(node.isAt(new HostAndPort("::2", 6379))).isFalse();
	}

}
