package io.github.jedistopology.sample;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.boot.event.RedisTopologyEvent;

/**
 * Alerts when commands are about to fail. An application of one's own would call somebody
 * instead of writing to the log.
 */
@Component
class TopologyAlerts {

	private static final Logger logger = LoggerFactory.getLogger(TopologyAlerts.class);

	@EventListener
	void onChange(RedisTopologyEvent.Changed event) {
		List<SlotRange> uncovered = event.change().uncovered();
		if (!uncovered.isEmpty()) {
			logger.error("ALERT: nobody serves slots {} of Redis Cluster '{}'", uncovered, event.clusterName());
		}
	}

	@EventListener
	void onRefresh(RedisTopologyEvent.Refreshed event) {
		if (event.report().outcome() == Outcome.FAILED) {
			logger.error("ALERT: no source of Redis Cluster '{}' answers: {}", event.clusterName(),
					event.report().sources());
		}
	}

}
