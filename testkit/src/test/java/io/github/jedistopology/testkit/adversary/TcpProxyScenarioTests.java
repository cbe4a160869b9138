package io.github.jedistopology.testkit.adversary;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.CounterLoad;
import io.github.jedistopology.testkit.load.CounterReport;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A real node behind a {@link TcpProxy}, asked by stock Jedis.
 */
class TcpProxyScenarioTests {

	private static final int REQUEST_LENGTH = "*2\r\n$4\r\nINCR\r\n$3\r\nkey\r\n".length();

	private static final int REPLY_LENGTH = ":3\r\n".length();

	@Test
	void anIncrIsExecutedIfAndOnlyIfAllOfItHasPassed() {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(1).start();
				TcpProxy proxy = TcpProxy.to(lab.nodes().get(0).address());
				Jedis direct = connect(lab.nodes().get(0).address())) {
			for (int bytes = 0; bytes < REQUEST_LENGTH; bytes++) {
				incrementUnder(Fault.cut(Direction.REQUESTS, bytes), proxy);
			}
			assertThat(direct.get("key")).isNull();
			incrementUnder(Fault.cut(Direction.REQUESTS, REQUEST_LENGTH), proxy);
			await().untilAsserted(() -> assertThat(direct.get("key")).isEqualTo("1"));
			for (int bytes = 0; bytes < REPLY_LENGTH; bytes++) {
				incrementUnder(Fault.cut(Direction.REPLIES, bytes), proxy);
				assertThat(direct.get("key")).isEqualTo(String.valueOf(2 + bytes));
			}
			assertThat(proxy.cuts()).isEqualTo(REQUEST_LENGTH + 1 + REPLY_LENGTH);
		}
	}

	/** What Jedis sends to set up its connection gets through. */
	private static void incrementUnder(Fault fault, TcpProxy proxy) {
		proxy.inflict(fault.atNext("INCR"));
		try (Jedis jedis = connect(proxy.address())) {
			assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> jedis.incr("key"));
		}
	}

	@Test
	void aClusterClientIsLedThroughTheProxyByTheNamesOfTheLab() {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.shards(1)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.start(); TcpProxy proxy = TcpProxy.to(lab.nodes().get(0).address())) {
			LabNode node = lab.nodes().get(0);
			lab.names().point(node.hostName(), List.of(proxy.address().getAddress()));
			try (RedisClusterClient client = connect(lab, node); Jedis direct = connect(node.address())) {
				assertThat(client.incr("key")).isEqualTo(1);
				assertThat(proxy.bytes(Direction.REPLIES)).isPositive();

				proxy.inflict(Fault.cut(Direction.REPLIES, 0).atNext("INCR"));
				// Stock Jedis sends again what it has heard no answer to.
				assertThat(client.incr("key")).isEqualTo(3);
				assertThat(direct.get("key")).isEqualTo("3");
			}
		}
	}

	@Test
	void aLoadOfCountersFindsWhatStockJedisExecutesTwice() {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.shards(1)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.start(); TcpProxy proxy = TcpProxy.to(lab.nodes().get(0).address())) {
			LabNode node = lab.nodes().get(0);
			lab.names().point(node.hostName(), List.of(proxy.address().getAddress()));
			try (RedisClusterClient client = connect(lab, node);
					Jedis direct = connect(node.address());
					CounterLoad load = CounterLoad.on(client::incr, (ex) -> true).threads(4).start()) {
				for (int cuts = 1; cuts <= 5; cuts++) {
					int expected = cuts;
					proxy.inflict(Fault.cut(Direction.REPLIES, 0).atNext("INCR"));
					await().until(() -> proxy.cuts() == expected);
				}
				CounterReport report = load.verify(direct::get);
				assertThat(report.executedTwice()).isEqualTo(5);
				assertThat(report.lost()).isZero();
				assertThat(report.unverifiedKeys()).isZero();
				assertThat(report.errors()).isEmpty();
			}
		}
	}

	private static Jedis connect(InetSocketAddress address) {
		return new Jedis(address.getAddress().getHostAddress(), address.getPort());
	}

	private static RedisClusterClient connect(RedisClusterLab lab, LabNode node) {
		return RedisClusterClient.builder()
			.nodes(Set.of(HostAndPort.from(node.hostAndPort())))
			.clientConfig(
					DefaultJedisClientConfig.builder().hostAndPortMapper((endpoint) -> resolve(lab, endpoint)).build())
			.build();
	}

	private static HostAndPort resolve(RedisClusterLab lab, HostAndPort endpoint) {
		try {
			return new HostAndPort(lab.names().resolve(endpoint.getHost()).get(0).getHostAddress(), endpoint.getPort());
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
