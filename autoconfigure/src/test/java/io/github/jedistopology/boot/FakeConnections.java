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
import io.github.jedistopology.PoolUse;

/**
 * Connections that nobody has opened.
 */
public final class FakeConnections implements ConnectionStatistics {

	private final List<PoolState> pools = new CopyOnWriteArrayList<>();

	private final Map<DialOutcome, Long> dials = new EnumMap<>(DialOutcome.class);

	public FakeConnections pool(PoolState pool) {
		this.pools.removeIf((other) -> other.endpoint().equals(pool.endpoint()) && other.use() == pool.use());
		this.pools.add(pool);
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
	public @Nullable PoolState pool(HostAndPort endpoint, PoolUse use) {
		return this.pools.stream()
			.filter((pool) -> pool.endpoint().equals(endpoint) && pool.use() == use)
			.findFirst()
			.orElse(null);
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
