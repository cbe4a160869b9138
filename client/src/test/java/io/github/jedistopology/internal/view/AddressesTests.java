package io.github.jedistopology.internal.view;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Addresses} and {@link Member}.
 */
class AddressesTests {

	private static final HostAndPort ASKED = new HostAndPort("asked.test", 7000);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a.test          | 10.0.0.1        | a.test:6379      | 10.0.0.1
			a.test          |                 | a.test:6379      |
			10.0.0.1        | 10.0.0.1        | 10.0.0.1:6379    | 10.0.0.1
			0:0:0:0:0:0:0:1 | 0:0:0:0:0:0:0:1 | ::1:6379         | ::1
			                | 10.0.0.1        | asked.test:6379  | 10.0.0.1
			?               | 10.0.0.1        | 10.0.0.1:6379    | 10.0.0.1
			""")
	void everyFormOfAnEndpointIsAnAddress(String host, String ip, String endpoint, String alias) {
		ClusterNode node = node(AddressMapper.IDENTITY, host, ip);
		assertThat(node.endpoint()).hasToString(endpoint);
		assertThat(node.ip()).isEqualTo(alias);
	}

	@Test
	void nodeWithoutPortOrKnownHostIsNowhere() {
		Addresses addresses = new Addresses(ASKED, AddressMapper.IDENTITY);
		assertThat(addresses.node(member("a.test", "10.0.0.1", 0))).isNull();
		assertThat(addresses.node(member("?", null, 6379))).isNull();
	}

	@Test
	void endpointAndAliasAreMapped() {
		Map<String, HostAndPort> nat = Map.of("a.test:6379", new HostAndPort("gate.test", 7001), "10.0.0.1:6379",
				new HostAndPort("192.0.2.1", 7001), "10.0.0.2:6379", new HostAndPort("gate.test", 7002));
		AddressMapper mapper = (announced) -> nat.getOrDefault(announced.toString(), announced);
		ClusterNode node = node(mapper, "a.test", "10.0.0.1");
		assertThat(node.isAt(new HostAndPort("gate.test", 7001))).isTrue();
		assertThat(node.isAt(new HostAndPort("192.0.2.1", 7001))).isTrue();
		assertThat(node.isAt(new HostAndPort("a.test", 6379))).isFalse();
		assertThat(node(mapper, "a.test", "10.0.0.2").ip()).as("another port").isNull();
	}

	@Test
	void mapperThatFailsIsTheReason() {
		AddressMapper mapper = (announced) -> {
			throw new IllegalStateException("no route");
		};
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> node(mapper, "a.test", null))
			.withMessage("its view has a node at a.test:6379, which cannot be mapped: "
					+ "java.lang.IllegalStateException: no route");
	}

	private static ClusterNode node(AddressMapper mapper, @Nullable String host, @Nullable String ip) {
		return Objects.requireNonNull(new Addresses(ASKED, mapper).node(member(host, ip, 6379)));
	}

	private static Member member(@Nullable String host, @Nullable String ip, int port) {
		return new Member("aaaa", host, ip, port, NodeRole.PRIMARY, NodeHealth.ONLINE);
	}

}
