package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.jedistopology.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PoolThreads}.
 */
@Timeout(60)
class PoolThreadsTests {

	@RegisterExtension
	private final LogLines lines = new LogLines(PoolThreads.class.getName());

	private final AtomicBoolean outOfThreads = new AtomicBoolean();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger done = new AtomicInteger();

	private final CountDownLatch go = new CountDownLatch(1);

	private final PoolThreads threads = new PoolThreads(factory());

	@AfterEach
	void endThreads() {
		this.threads.shutdown();
	}

	private ThreadFactory factory() {
		return (task) -> {
			if (this.outOfThreads.get()) {
				this.refused.incrementAndGet();
				throw new OutOfMemoryError("unable to create native thread");
			}
			return new Thread(task, "jedis-topology-test-pools");
		};
	}

	@Test
	void whatIsRepeatedIsRepeatedAfterAnError() {
		this.threads.repeat(() -> {
			if (this.done.incrementAndGet() == 1) {
				throw new OutOfMemoryError("for the test");
			}
			throw new IllegalStateException("for the test");
		}, Duration.ofMillis(10));
		await().until(() -> this.done.get() > 2);
		assertThat(this.lines.get()).contains("WARN The care for connections failed in jedis-topology-test-pools");
	}

	@Test
	void whatNoThreadCouldBeStartedForIsDoneWhenOneCanBe() {
		this.threads.runQuick(this.done::incrementAndGet);
		await().until(() -> this.done.get() == 1);
		this.outOfThreads.set(true);
		this.threads.runPatient(this.done::incrementAndGet);
		this.threads.runProbe(this.done::incrementAndGet);
		await().until(() -> this.refused.get() > 3);
		assertThat(this.done).hasValue(1);
		this.outOfThreads.set(false);
		await().until(() -> this.done.get() == 3);
	}

	@Test
	void probesHoldUpNothingElseHoweverManyThereAre() {
		AtomicInteger waiting = new AtomicInteger();
		for (int i = 0; i < 40; i++) {
			this.threads.runProbe(() -> {
				waiting.incrementAndGet();
				awaitGo();
				this.done.incrementAndGet();
			});
		}
		await().until(() -> waiting.get() == 32);
		AtomicInteger others = new AtomicInteger();
		this.threads.runQuick(others::incrementAndGet);
		this.threads.runPatient(others::incrementAndGet);
		await().until(() -> others.get() == 2);
		assertThat(this.done).hasValue(0);
		this.go.countDown();
		await().until(() -> this.done.get() == 40);
	}

	@Test
	void afterTheShutdownNothingIsBegun() {
		this.threads.runQuick(this::awaitGo);
		this.threads.runQuick(this.done::incrementAndGet);
		this.threads.shutdown();
		this.threads.runQuick(this.done::incrementAndGet);
		this.threads.runPatient(this.done::incrementAndGet);
		this.threads.runProbe(this.done::incrementAndGet);
		this.go.countDown();
		await("what was asked for before").until(() -> this.done.get() == 1);
		await().during(Duration.ofMillis(200)).until(() -> this.done.get() == 1);
	}

	private void awaitGo() {
		try {
			this.go.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
