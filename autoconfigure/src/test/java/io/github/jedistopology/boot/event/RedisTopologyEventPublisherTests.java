package io.github.jedistopology.boot.event;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class RedisTopologyEventPublisherTests {

	private static final HostAndPort NODE = new HostAndPort("a.test", 7000);

	private final FakeTopologyManager manager = FakeTopologyManager.covered("orders");

	private final BlockingQueue<Object> published = new LinkedBlockingQueue<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private volatile boolean blocks;

	private final RedisTopologyEventPublisher publisher = new RedisTopologyEventPublisher(
			RedisClusters.of(List.of(RedisCluster.of(this.manager))), this::publish, Thread::new);

	private void publish(Object event) {
		this.published.add(event);
		if (this.blocks) {
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
			}
		}
	}

	@AfterEach
	void stop() {
		this.publisher.stop();
		this.end.countDown();
	}

	@Test
	void publishesWhatAManagerTells() throws Exception {
		this.publisher.start();
		TopologyChange change = new TopologyChange(this.manager.topology(), this.manager.topology(), Trigger.MOVED,
				List.of(), Map.of());
		RefreshReport report = FakeTopologyManager.report(Trigger.PERIODIC, Outcome.FAILED);
		listener().topologyChanged(change);
		listener().refreshed(report);
		listener().nodeSuspected(NODE);
		listener().nodeRecovered(NODE);
		assertThat(List.of(next(), next(), next(), next())).containsExactly(
				new RedisTopologyEvent.Changed("orders", change), new RedisTopologyEvent.Refreshed("orders", report),
				new RedisTopologyEvent.NodeSuspected("orders", NODE),
				new RedisTopologyEvent.NodeRecovered("orders", NODE));
	}

	@Test
	void aListenerThatDoesNotFinishIsInterruptedInTheEnd() throws Exception {
		this.blocks = true;
		this.publisher.start();
		listener().nodeSuspected(NODE);
		assertThat(next()).isNotNull();
		this.publisher.stop();
		assertThat(this.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.publisher.isRunning()).isFalse();
	}

	@Test
	void hearsNothingBeforeItStartsAndAfterItStops() {
		assertThat(this.manager.listeners()).isEmpty();
		this.publisher.start();
		this.publisher.start();
		assertThat(this.manager.listeners()).hasSize(1);
		assertThat(this.publisher.isRunning()).isTrue();
		TopologyListener listener = listener();
		this.publisher.stop();
		assertThat(this.manager.listeners()).isEmpty();
		assertThat(this.publisher.isRunning()).isFalse();
		listener.nodeSuspected(NODE);
		assertThat(this.published).isEmpty();
	}

	private TopologyListener listener() {
		return this.manager.listeners().get(0);
	}

	private Object next() throws InterruptedException {
		return this.published.poll(20, TimeUnit.SECONDS);
	}

}
