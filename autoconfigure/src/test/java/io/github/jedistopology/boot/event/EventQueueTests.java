package io.github.jedistopology.boot.event;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.HostAndPort;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.jedistopology.boot.event.RedisTopologyEvent.NodeSuspected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EventQueueTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final BlockingQueue<Integer> taken = new LinkedBlockingQueue<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private final EventQueue queue = new EventQueue((event) -> {
		this.taken.add(((NodeSuspected) event).endpoint().getPort());
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
		}
		if (event.clusterName().equals("odd")) {
			throw new IllegalStateException("a listener's bug");
		}
	}, Thread::new);

	@AfterEach
	void close() {
		this.end.countDown();
		this.queue.close(Duration.ZERO);
	}

	@Test
	void eventsComeInOrderWhateverListenersThrow() throws Exception {
		this.end.countDown();
		this.queue.add(event("odd", 1));
		this.queue.add(event("even", 2));
		this.queue.add(event("odd", 3));
		assertThat(next()).isEqualTo(1);
		assertThat(next()).isEqualTo(2);
		assertThat(next()).isEqualTo(3);
	}

	@Test
	void whatIsDroppedIsLoggedOnceWithItsNumber(CapturedOutput output) throws Exception {
		add(1);
		assertThat(next()).isEqualTo(1);
		for (int i = 0; i < EventQueue.CAPACITY + 10; i++) {
			add(2 + i);
		}
		this.end.countDown();
		for (int i = 0; i < EventQueue.CAPACITY; i++) {
			assertThat(next()).isEqualTo(2 + i);
		}
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(output).contains("; 10 events of Redis Clusters'"));
		assertThat(output).containsOnlyOnce("Event listeners are too slow: 1000 events");
		assertThat(this.taken).isEmpty();
	}

	@Test
	void listenersFinishBeforeTheEnd() throws Exception {
		add(1);
		add(2);
		assertThat(next()).isEqualTo(1);
		Thread closer = new Thread(() -> this.queue.close(PATIENCE));
		closer.start();
		await().atMost(PATIENCE).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
		this.end.countDown();
		closer.join(PATIENCE.toMillis());
		assertThat(closer.isAlive()).isFalse();
		assertThat(next()).isEqualTo(2);
		assertThat(this.interrupted.getCount()).as("not interrupted").isOne();
	}

	@Test
	void aListenerThatDoesNotFinishIsInterruptedAndWhatWaitsIsForgotten() throws Exception {
		add(1);
		add(2);
		assertThat(next()).isEqualTo(1);
		this.queue.close(Duration.ofMillis(1));
		assertThat(this.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.taken).isEmpty();
	}

	@Test
	void takesNothingAfterTheEnd(CapturedOutput output) {
		this.queue.close(Duration.ZERO);
		add(1);
		assertThat(this.taken).isEmpty();
		assertThat(output).doesNotContain("dropped");
	}

	private void add(int port) {
		this.queue.add(event("even", port));
	}

	private static RedisTopologyEvent event(String cluster, int port) {
		return new NodeSuspected(cluster, new HostAndPort("a.test", port));
	}

	private Integer next() throws InterruptedException {
		return this.taken.poll(20, TimeUnit.SECONDS);
	}

}
