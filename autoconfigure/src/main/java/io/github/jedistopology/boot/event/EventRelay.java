package io.github.jedistopology.boot.event;

import java.util.function.Consumer;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;

/**
 * Makes events of what a topology manager tells of one cluster.
 */
record EventRelay(String clusterName, Consumer<RedisTopologyEvent> events) implements TopologyListener {

	@Override
	public void topologyChanged(TopologyChange change) {
		this.events.accept(new RedisTopologyEvent.Changed(this.clusterName, change));
	}

	@Override
	public void refreshed(RefreshReport report) {
		this.events.accept(new RedisTopologyEvent.Refreshed(this.clusterName, report));
	}

	@Override
	public void nodeSuspected(HostAndPort endpoint) {
		this.events.accept(new RedisTopologyEvent.NodeSuspected(this.clusterName, endpoint));
	}

	@Override
	public void nodeRecovered(HostAndPort endpoint) {
		this.events.accept(new RedisTopologyEvent.NodeRecovered(this.clusterName, endpoint));
	}

}
