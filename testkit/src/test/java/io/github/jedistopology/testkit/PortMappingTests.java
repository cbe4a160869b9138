package io.github.jedistopology.testkit;

import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

import static org.assertj.core.api.Assertions.assertThat;

class PortMappingTests {

	private final PortMapping mapping = mapping("docker.test");

	@Test
	void mapsByPortWhateverTheHostIsCalled() {
		HostAndPort mapped = new HostAndPort("docker.test", 32801);
		assertThat(this.mapping.map(new HostAndPort("127.0.0.1", 7001))).isEqualTo(mapped);
		assertThat(this.mapping.map(new HostAndPort("172.17.0.2", 7001))).isEqualTo(mapped);
	}

	@Test
	void leavesOtherAddressesAsTheyAre() {
		HostAndPort mapped = new HostAndPort("docker.test", 32801);
		assertThat(this.mapping.map(mapped)).isEqualTo(mapped);
	}

	@Test
	void endpointsAreInTheOrderOfTheNodes() {
		assertThat(this.mapping.endpoints()).containsExactly("docker.test:32900", "docker.test:32801");
	}

	@Test
	void endpointsWithIpv6HostHaveBrackets() {
		assertThat(mapping("::1").endpoints()).containsExactly("[::1]:32900", "[::1]:32801");
	}

	private static PortMapping mapping(String host) {
		return new PortMapping(host, new TreeMap<>(Map.of(7000, 32900, 7001, 32801)));
	}

}
