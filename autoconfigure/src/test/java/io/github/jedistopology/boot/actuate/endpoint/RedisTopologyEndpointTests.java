package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.json.JSONException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisClusterCRC16;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.PoolState;
import io.github.jedistopology.PoolUse;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyHistory;
import io.github.jedistopology.TopologyHistory.Change;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.boot.FakeConnections;
import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.actuate.endpoint.ClusterDescriptor.NodeDescriptor;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyEndpoint.By;
import io.github.jedistopology.boot.actuate.endpoint.RedisTopologyRefreshDescriptor.DifferenceDescriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The JSON that users of the endpoint rely on.
 */
class RedisTopologyEndpointTests {

	private static final Instant TIME = FakeTopologyManager.CONFIRMED_AT;

	private static final HostAndPort PRIMARY = new HostAndPort("127.0.0.1", 7000);

	private static final String NODE_A = """
			{
				"id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
				"endpoint": "127.0.0.1:7000",
				"ip": "127.0.0.1",
				"health": "ONLINE"
			}
			""";

	private static final String SHARD_A = """
			{
				"slots": ["0-99", "101-8191"],
				"primary": %s,
				"replicas": [{
					"id": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
					"endpoint": "127.0.0.1:7001",
					"ip": "127.0.0.1",
					"health": "ONLINE"
				}]
			}
			""".formatted(NODE_A);

	private static final String POOL_A = """
			{"endpoint": "127.0.0.1:7000", "use": "COMMANDS", "active": 3, "idle": 2, "waiting": 1, "suspicion": "timed out"}
			""";

	private static final String BLOCKING_POOL_A = """
			{"endpoint": "127.0.0.1:7000", "use": "BLOCKING", "active": 6, "idle": 5, "waiting": 4}
			""";

	private static final String REFRESH = """
			{
				"trigger": "PERIODIC",
				"startedAt": "2026-01-02T03:04:05Z",
				"duration": "PT0.02S",
				"outcome": "DOUBTED",
				"doubt": "too many slots lost",
				"sources": [
					{"address": "127.0.0.1:7000"},
					{"address": "127.0.0.1:7001", "dissent": ["5-9"]},
					{"address": "node-9.test:7009", "failure": "unknown host"}
				]
			}
			""";

	private static final String CHANGE = """
			{
				"time": "2026-01-02T03:04:05Z",
				"version": 7,
				"trigger": "MOVED",
				"added": ["node-2.test:7002"],
				"removed": [],
				"movedSlots": 9,
				"uncovered": ["100"],
				"covered": [],
				"sources": ["127.0.0.1:7000"]
			}
			""";

	private static final String TOPOLOGY = """
			{
				"version": 7,
				"publishedAt": "2026-01-02T03:03:05Z",
				"confirmedAt": "2026-01-02T03:04:05Z",
				"age": "PT3S",
				"coveredSlots": 16375,
				"uncoveredSlots": ["100", "8192-8199"],
				"shards": [
					%s,
					{
						"slots": ["8200-16383"],
						"primary": {"id": "node-2.test:7002", "endpoint": "node-2.test:7002", "health": "ONLINE"},
						"replicas": []
					}
				],
				"suspects": {"127.0.0.1:7000": "2026-01-02T03:04:05Z"},
				"tombstones": {"10.0.0.9:7009": "2026-01-02T03:14:05Z"},
				"pools": [%s, %s],
				"lastRefresh": %s
			}
			""".formatted(SHARD_A, POOL_A, BLOCKING_POOL_A, REFRESH);

	private final RefreshReport report = FakeTopologyManager.report(Trigger.PERIODIC, Outcome.DOUBTED);

	private final FakeTopologyManager manager = FakeTopologyManager.withUncoveredSlots("orders")
		.lastRefresh(this.report)
		.suspects(Map.of(PRIMARY, TIME))
		.tombstones(Map.of(new HostAndPort("10.0.0.9", 7009), TIME.plusSeconds(600)))
		.history(new TopologyHistory(List.of(new Change(TIME, 7, Trigger.MOVED,
				List.of(ClusterNode.unidentified(new HostAndPort("node-2.test", 7002))), List.of(), 9,
				List.of(new SlotRange(100, 100)), List.of(), List.of(PRIMARY))), List.of(this.report)));

	private final RedisTopologyEndpoint endpoint = endpoint(new RedisCluster(this.manager, null,
			new FakeConnections().pool(new PoolState(PRIMARY, PoolUse.COMMANDS, 3, 2, 1, "timed out"))
				.pool(new PoolState(PRIMARY, PoolUse.BLOCKING, 6, 5, 4, null))));

	@Test
	void readGivesTopologies() throws JSONException {
		assertJson(this.endpoint.topologies(), "{\"clusters\": {\"orders\": %s}}".formatted(TOPOLOGY));
	}

	@Test
	void readOfAClusterGivesItsHistory() throws JSONException {
		assertJson(this.endpoint.topology("orders"), """
				{"name": "orders", "topology": %s, "changes": [%s], "refreshes": [%s]}
				""".formatted(TOPOLOGY, CHANGE, REFRESH));
		assertThat(this.endpoint.topology("carts")).isNull();
	}

	@Test
	void readOfANodeGivesWhatIsKnownOfIt() throws JSONException {
		String expected = """
				{
					"node": %s,
					"role": "PRIMARY",
					"shard": %s,
					"suspectedSince": "2026-01-02T03:04:05Z",
					"pools": [%s, %s]
				}
				""".formatted(NODE_A, SHARD_A, POOL_A, BLOCKING_POOL_A);
		assertJson(this.endpoint.node("orders", By.NODE, "127.0.0.1:7000"), expected);
		assertJson(this.endpoint.node("orders", By.NODE, "a".repeat(40)), expected);
		assertThat(this.endpoint.node("orders", By.NODE, "127.0.0.1:7777")).isNull();
		assertThat(this.endpoint.node("carts", By.NODE, "127.0.0.1:7000")).isNull();
	}

	@Test
	void readOfASlotOrKeyGivesItsOwner() throws JSONException {
		RedisNodeDescriptor owner = this.endpoint.node("orders", By.SLOT, "8200");
		assertThat(owner).isNotNull();
		assertThat(owner.slot()).isEqualTo(8200);
		assertThat(owner.node()).extracting(NodeDescriptor::endpoint).isEqualTo("node-2.test:7002");
		RedisNodeDescriptor ofKey = this.endpoint.node("orders", By.KEY, "user", "{foo}", "cart");
		assertThat(ofKey).extracting(RedisNodeDescriptor::slot).isEqualTo(JedisClusterCRC16.getSlot("foo"));
		assertJson(this.endpoint.node("orders", By.SLOT, "100"), "{\"slot\": 100}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "16384", "-1", "first", "" })
	void readOfASlotThatThereIsNotIsRefused(String slot) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.node("orders", By.SLOT, slot))
			.withMessage("Slot is '%s': expected a number from 0 to 16383", slot);
	}

	@Test
	void writeTellsWhatTheRefreshFoundAndTheDifference() throws JSONException {
		FakeTopologyManager changing = FakeTopologyManager.blank("orders");
		changing.refreshGives(new CompletableFuture<RefreshReport>() {
			@Override
			public RefreshReport get(long timeout, TimeUnit unit) {
				changing.becomes(RedisTopologyEndpointTests.this.manager.topology());
				return RedisTopologyEndpointTests.this.report;
			}
		});
		assertJson(endpoint(RedisCluster.of(changing)).refresh(), """
				{"clusters": {"orders": {
					"version": 7,
					"changed": true,
					"difference": {
						"added": ["127.0.0.1:7000", "127.0.0.1:7001", "node-2.test:7002"],
						"removed": [],
						"movedSlots": 16375,
						"uncovered": [],
						"covered": ["0-99", "101-8191", "8200-16383"]
					},
					"refresh": %s
				}}}
				""".formatted(REFRESH));
	}

	/** The history puts redirections in a row into one entry with the last version. */
	@Test
	void writeTellsNothingOfWhatWasBefore() throws JSONException {
		this.manager.refreshGives(new CompletableFuture<RefreshReport>() {
			@Override
			public RefreshReport get(long timeout, TimeUnit unit) {
				RedisTopologyEndpointTests.this.manager
					.becomes(Topology.of(8, TIME, FakeTopologyManager.covered("orders").topology().shards()))
					.history(new TopologyHistory(List.of(new Change(TIME, 8, Trigger.MOVED, List.of(), List.of(), 4000,
							List.of(), List.of(), List.of(PRIMARY))), List.of()));
				return RedisTopologyEndpointTests.this.report;
			}
		});
		assertThat(this.endpoint.refresh().clusters().get("orders").difference())
			.isEqualTo(new DifferenceDescriptor(List.of(), List.of(), 9, List.of(), List.of("100", "8192-8199")));
	}

	@Test
	void writeSaysWhenNothingChanged() throws JSONException {
		this.manager.refreshGives(CompletableFuture.completedFuture(this.report));
		assertJson(this.endpoint.refresh(), """
				{"clusters": {"orders": {"version": 7, "changed": false, "refresh": %s}}}
				""".formatted(REFRESH));
	}

	@Test
	void writeDoesNotWaitForever() throws JSONException {
		this.manager.refreshGives(new CompletableFuture<>());
		assertJson(this.endpoint.refresh(), """
				{"clusters": {"orders": {"version": 7, "changed": false, "failure": "Still under way after PT0.05S"}}}
				""");
	}

	@Test
	void writeSaysWhyARefreshDidNotHappen() throws JSONException {
		String expected = """
				{"clusters": {"orders": {"version": 7, "changed": false, "failure": "The client is closed"}}}
				""";
		this.manager.refreshGives(CompletableFuture.failedFuture(new IllegalStateException("closed")));
		assertJson(this.endpoint.refresh(), expected);
		CompletableFuture<RefreshReport> cancelled = new CompletableFuture<>();
		cancelled.cancel(false);
		this.manager.refreshGives(cancelled);
		assertJson(this.endpoint.refresh(), expected);
	}

	@Test
	void showsEveryClusterUnderItsName() {
		RedisTopologyEndpoint endpoint = endpoint(RedisCluster.of(this.manager),
				RedisCluster.of(FakeTopologyManager.covered("carts")));
		assertThat(endpoint.topologies().clusters()).containsOnlyKeys("carts", "orders");
	}

	private static RedisTopologyEndpoint endpoint(RedisCluster... clusters) {
		return new RedisTopologyEndpoint(RedisClusters.of(List.of(clusters)),
				Clock.fixed(FakeTopologyManager.CONFIRMED_AT.plusSeconds(3), ZoneOffset.UTC), Duration.ofMillis(50));
	}

	private static void assertJson(Object answer, String expected) throws JSONException {
		JSONAssert.assertEquals(expected, json(answer), JSONCompareMode.STRICT);
	}

	/** As Actuator writes it. */
	private static String json(Object answer) {
		StringBuilder json = new StringBuilder();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonEndpointAutoConfiguration.class))
			.run((context) -> json.append(context.getBean(EndpointJsonMapper.class).get().writeValueAsString(answer)));
		return json.toString();
	}

}
