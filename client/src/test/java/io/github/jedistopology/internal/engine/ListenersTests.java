package io.github.jedistopology.internal.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.TopologyListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Listeners}.
 */
@Timeout(60)
class ListenersTests {

	private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), Executors.defaultThreadFactory());

	private final Listeners listeners = new Listeners("tests", this.thread);

	private final List<Integer> heard = new CopyOnWriteArrayList<>();

	private final CountDownLatch released = new CountDownLatch(1);

	private final TopologyListener memory = new TopologyListener() {

		@Override
		public void nodeSuspected(HostAndPort endpoint) {
			ListenersTests.this.heard.add(endpoint.getPort());
		}

	};

	@AfterEach
	void release() {
		this.released.countDown();
		this.thread.shutdownNow();
	}

	@Test
	void callsComeInOrderAndWhatOneListenerThrowsStopsNobody() {
		this.listeners.add(failing());
		this.listeners.add(this.memory);
		tell(1);
		tell(2);
		this.listeners.whenHeard(() -> this.heard.add(0));
		await().until(() -> this.heard.equals(List.of(1, 2, 0)));
	}

	@Test
	void whoeverIsRemovedIsToldNothing() {
		this.listeners.add(this.memory);
		this.listeners.remove(this.memory);
		tell(1);
		this.listeners.whenHeard(() -> this.heard.add(0));
		await().until(() -> this.heard.equals(List.of(0)));
	}

	/** Whoever waits for a refresh is not forgotten, however much is not told. */
	@Test
	void aListenerThatBlocksDoesNotFillTheMemory() {
		this.listeners.add(blocking());
		this.listeners.add(this.memory);
		tell(0);
		await().until(() -> this.thread.getQueue().isEmpty());
		for (int i = 1; i <= 2 * Listeners.MOST_WAITING; i++) {
			tell(i);
		}
		this.listeners.whenHeard(() -> this.heard.add(-1));
		assertThat(this.thread.getQueue()).hasSize(Listeners.MOST_WAITING + 1);
		this.released.countDown();
		await().until(() -> this.heard.contains(-1));
		assertThat(this.heard).hasSize(Listeners.MOST_WAITING + 2).contains(Listeners.MOST_WAITING);
		tell(-2);
		await().until(() -> this.heard.contains(-2));
	}

	private void tell(int port) {
		this.listeners.tell((listener) -> listener.nodeSuspected(new HostAndPort("node.test", port)));
	}

	private static TopologyListener failing() {
		return new TopologyListener() {

			@Override
			public void nodeSuspected(HostAndPort endpoint) {
				throw new IllegalStateException("a listener's bug");
			}

		};
	}

	private TopologyListener blocking() {
		return new TopologyListener() {

			@Override
			public void nodeSuspected(HostAndPort endpoint) {
				try {
					ListenersTests.this.released.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}

		};
	}

}
