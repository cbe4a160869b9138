package io.github.jedistopology.boot;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ConnectionStatistics;
import io.github.jedistopology.DialOutcome;
import io.github.jedistopology.PoolState;

/**
 * Connections that nobody has opened.
 */
public final class FakeConnections implements ConnectionStatistics {

	private final List<PoolState> pools = new CopyOnWriteArrayList<>();

	private final List<PoolState> readPools = new CopyOnWriteArrayList<>();

	private final Map<DialOutcome, Long> dials = new EnumMap<>(DialOutcome.class);

	public FakeConnections pool(PoolState pool) {
		this.pools.removeIf((other) -> other.endpoint().equals(pool.endpoint()));
		this.pools.add(pool);
		return this;
	}

	public FakeConnections readPool(PoolState pool) {
		this.readPools.add(pool);
		return this;
	}

	public FakeConnections gone(HostAndPort endpoint) {
		this.pools.removeIf((pool) -> pool.endpoint().equals(endpoint));
		return this;
	}

	public FakeConnections dials(DialOutcome outcome, long count) {
		this.dials.put(outcome, count);
		return this;
	}

	@Override
	public List<PoolState> pools() {
		return List.copyOf(this.pools);
	}

	@Override
	public @Nullable PoolState pool(HostAndPort endpoint) {
		return find(this.pools, endpoint);
	}

	@Override
	public List<PoolState> readPools() {
		return List.copyOf(this.readPools);
	}

	@Override
	public @Nullable PoolState readPool(HostAndPort endpoint) {
		return find(this.readPools, endpoint);
	}

	private static @Nullable PoolState find(List<PoolState> pools, HostAndPort endpoint) {
		return pools.stream().filter((pool) -> pool.endpoint().equals(endpoint)).findFirst().orElse(null);
	}

	@Override
	public long dials(DialOutcome outcome) {
		return this.dials.getOrDefault(outcome, 0L);
	}

	@Override
	public long dialsToRemovedNodes() {
		return 2;
	}

}
