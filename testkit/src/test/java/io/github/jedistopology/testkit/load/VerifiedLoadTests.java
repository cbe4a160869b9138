package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisClusterCRC16;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link VerifiedLoad}: each way in which a target can fail is reported as what
 * it is.
 */
class VerifiedLoadTests {

	@Test
	void aSoundTargetHasNothingToReport() {
		LoadReport report = runOn(new InMemoryTarget());
		assertThat(report.reads()).isPositive();
		assertThat(report.writes()).isPositive();
		assertThat(report.errors()).isEmpty();
		assertThat(report.lostWrites()).isZero();
		assertThat(report.lateWrites()).isZero();
		assertThat(report.wrongValues()).isZero();
		assertThat(report.unverifiedKeys()).isZero();
		assertThat(report.failures()).isEmpty();
		assertThat(report.max()).isGreaterThanOrEqualTo(report.p99());
		assertThat(report.p99()).isGreaterThanOrEqualTo(report.p50());
	}

	@Test
	void writesThatAreAcknowledgedAndDroppedAreLost() {
		LoadReport report = runOn(new InMemoryTarget() {

			@Override
			public void write(String key, String value) {
				if (!value.endsWith("2")) {
					super.write(key, value);
				}
			}

		});
		assertThat(report.lostWrites()).isPositive();
		assertThat(report.wrongValues()).isZero();
		assertThat(report.errors()).isEmpty();
		assertThat(report.failures()).first().asString().startsWith("LOST: read ");
	}

	@Test
	void readsThatShowAnOldValueAreLostWrites() {
		Map<String, String> stale = new ConcurrentHashMap<>();
		LoadReport report = runOn(new InMemoryTarget() {

			@Override
			public void write(String key, String value) {
				String before = this.values.put(key, value);
				if (before != null) {
					stale.put(key, before);
				}
			}

			@Override
			public @Nullable String read(String key) {
				return stale.getOrDefault(key, this.values.get(key));
			}

		});
		assertThat(report.lostWrites()).isPositive();
		assertThat(report.wrongValues()).isZero();
	}

	@Test
	void valuesOfAnotherKeyAreWrong() {
		LoadReport report = runOn(new InMemoryTarget() {

			@Override
			public @Nullable String read(String key) {
				return super.read(key.substring(0, key.length() - 1) + "0");
			}

		});
		assertThat(report.wrongValues()).isPositive();
		assertThat(report.errors()).isEmpty();
	}

	@Test
	void errorsAreCountedByKind() {
		LoadReport report = runOn(new InMemoryTarget() {

			@Override
			public @Nullable String read(String key) {
				throw new JedisDataException("CLUSTERDOWN The cluster is down");
			}

			@Override
			public void write(String key, String value) {
				throw new IllegalStateException("closed");
			}

		});
		assertThat(report.errors()).containsOnlyKeys("JedisDataException CLUSTERDOWN", "IllegalStateException")
			.containsEntry("IllegalStateException", report.writes())
			.containsEntry("JedisDataException CLUSTERDOWN", report.reads() + 32);
		assertThat(report.lostWrites()).isZero();
		assertThat(report.wrongValues()).isZero();
		assertThat(report.unverifiedKeys()).isEqualTo(32);
	}

	@Test
	void aWriteThatFailsMayHaveHappenedOrNot() {
		LoadReport report = runOn(new InMemoryTarget() {

			@Override
			public void write(String key, String value) {
				boolean happens = !value.endsWith("3");
				if (happens) {
					super.write(key, value);
				}
				if (!happens || value.endsWith("4")) {
					throw new IllegalStateException("timed out");
				}
			}

		});
		assertThat(report.errors()).containsOnlyKeys("IllegalStateException");
		assertThat(report.lostWrites()).isZero();
		assertThat(report.lateWrites()).isZero();
		assertThat(report.wrongValues()).isZero();
		assertThat(report.unverifiedKeys()).isZero();
	}

	@Test
	void aFailedWriteThatIsExecutedAfterTheNextIsLate() {
		Map<String, String> buffered = new ConcurrentHashMap<>();
		LoadReport report = runOn(new InMemoryTarget() {

			@Override
			public void write(String key, String value) {
				if (value.endsWith("3")) {
					buffered.put(key, value);
					throw new IllegalStateException("timed out");
				}
				super.write(key, value);
				String late = buffered.remove(key);
				if (late != null) {
					super.write(key, late);
				}
			}

		});
		assertThat(report.lateWrites()).isPositive();
		assertThat(report.lostWrites()).isZero();
		assertThat(report.wrongValues()).isZero();
	}

	@Test
	void aStallShowsInTheLatencyOfAllThatWasDue() {
		CountDownLatch stall = new CountDownLatch(1);
		LoadTarget target = new InMemoryTarget() {

			@Override
			public @Nullable String read(String key) {
				awaitUninterruptibly(stall);
				return super.read(key);
			}

		};
		try (VerifiedLoad load = VerifiedLoad.on(target).rate(1000).threads(2).start()) {
			await().until(() -> load.report().duration().compareTo(Duration.ofMillis(600)) > 0);
			stall.countDown();
			await().until(() -> load.report().operations() > 500);
			LoadReport report = load.stop();
			assertThat(report.max()).isGreaterThan(Duration.ofMillis(400));
			assertThat(report.p99()).isGreaterThan(Duration.ofMillis(300));
			assertThat(report.errors()).isEmpty();
			assertThat(report.lostWrites()).isZero();
		}
	}

	@Test
	void theRateIsKept() {
		try (VerifiedLoad load = VerifiedLoad.on(new InMemoryTarget()).rate(500).threads(4).start()) {
			await().until(() -> load.report().duration().compareTo(Duration.ofSeconds(2)) > 0);
			LoadReport report = load.stop();
			// Never above; a busy machine may leave some behind.
			assertThat(report.rate()).isBetween(300.0, 505.0);
			assertThat(report.operations() + report.skipped())
				.isLessThanOrEqualTo((long) (report.duration().toNanos() / 1e9 * 500) + 4);
		}
	}

	@Test
	void eachKeyHasOneWriterThreadAndNoOtherReads() {
		Map<String, Set<String>> users = new ConcurrentHashMap<>();
		runOn(new InMemoryTarget() {

			@Override
			public @Nullable String read(String key) {
				note(key);
				return super.read(key);
			}

			@Override
			public void write(String key, String value) {
				note(key);
				super.write(key, value);
			}

			private void note(String key) {
				users.computeIfAbsent(key, (k) -> ConcurrentHashMap.newKeySet()).add(Thread.currentThread().getName());
			}

		});
		assertThat(users).hasSize(32)
			.allSatisfy((key, threads) -> assertThat(threads).containsExactly("verified-load-" + key.split(":")[1]));
	}

	@Test
	void keysSpreadOverAllSlots() {
		Set<String> keys = ConcurrentHashMap.newKeySet();
		LoadTarget target = new InMemoryTarget() {

			@Override
			public @Nullable String read(String key) {
				keys.add(key);
				return super.read(key);
			}

		};
		VerifiedLoad.on(target).start().stop();
		assertThat(keys).hasSize(8 * 64).allMatch((key) -> key.startsWith("verified-load:"));
		Map<Integer, Long> perSixteenth = keys.stream()
			.collect(Collectors.groupingBy((key) -> JedisClusterCRC16.getSlot(key) / 1024, Collectors.counting()));
		assertThat(perSixteenth).hasSize(16).allSatisfy((part, count) -> assertThat(count).isBetween(16L, 64L));
	}

	@Test
	void aLaterLoadGoesOnWithTheKeysOfAnEarlierOne() {
		InMemoryTarget target = new InMemoryTarget();
		runOn(target);
		LoadReport report = runOn(target);
		assertThat(report.wrongValues()).isZero();
		assertThat(report.lostWrites()).isZero();
	}

	@Test
	void allKeysAreUnverifiedWhileTheLoadRuns() {
		try (VerifiedLoad load = VerifiedLoad.on(new InMemoryTarget()).threads(2).keysPerThread(3).start()) {
			assertThat(load.report().unverifiedKeys()).isEqualTo(6);
			assertThat(load.stop().unverifiedKeys()).isZero();
		}
	}

	@Test
	void stopEndsAllThreadsAndTheReportStaysAsItIs() {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		VerifiedLoad load = VerifiedLoad.on(new InMemoryTarget() {

			@Override
			public @Nullable String read(String key) {
				threads.add(Thread.currentThread());
				return super.read(key);
			}

		}).rate(1).threads(2).start();
		LoadReport report = load.stop();
		assertThat(threads).hasSize(2).allMatch(Thread::isDaemon).noneMatch(Thread::isAlive);
		assertThat(load.stop()).isEqualTo(report);
		assertThat(load.report()).isEqualTo(report);
	}

	@Test
	void closeEndsAllThreadsAndVerifiesNothing() {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		VerifiedLoad load = VerifiedLoad.on(new InMemoryTarget() {

			@Override
			public void write(String key, String value) {
				threads.add(Thread.currentThread());
				super.write(key, value);
			}

		}).threads(2).keysPerThread(3).start();
		await().until(() -> threads.size() == 2);
		load.close();
		assertThat(threads).noneMatch(Thread::isAlive);
		assertThat(load.report().unverifiedKeys()).isEqualTo(6);
		LoadReport report = load.report();
		load.close();
		assertThat(load.stop()).isEqualTo(report);
	}

	@Test
	void closeCutsAStopShortThatStillVerifies() {
		Semaphore permits = new Semaphore(0);
		VerifiedLoad load = VerifiedLoad.on(new InMemoryTarget() {

			@Override
			public @Nullable String read(String key) {
				permits.acquireUninterruptibly();
				return super.read(key);
			}

		}).threads(1).keysPerThread(1000).start();
		CompletableFuture<LoadReport> stopping = CompletableFuture.supplyAsync(load::stop);
		await().until(() -> {
			permits.release();
			return load.report().unverifiedKeys() < 1000;
		});
		CompletableFuture<?> closing = CompletableFuture.runAsync(load::close);
		await().until(() -> {
			permits.release();
			return stopping.isDone() && closing.isDone();
		});
		assertThat(stopping.join().unverifiedKeys()).isPositive();
	}

	@Test
	void aTargetThatNeverReturnsDoesNotKeepStopWaiting() {
		CountDownLatch hung = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		VerifiedLoad load = VerifiedLoad.on(new InMemoryTarget() {

			@Override
			public void write(String key, String value) {
				hung.countDown();
				awaitUninterruptibly(never);
			}

		}).threads(1).keysPerThread(5).start();
		try {
			awaitUninterruptibly(hung);
			assertThat(load.stop(Duration.ofMillis(200)).unverifiedKeys()).isEqualTo(5);
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void badSettingsAreNamed() {
		VerifiedLoad.Builder builder = VerifiedLoad.on(new InMemoryTarget());
		assertThatIllegalArgumentException().isThrownBy(() -> builder.rate(0))
			.withMessage("rate must be at least 1 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(-1))
			.withMessage("threads must be at least 1 but was -1");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.keysPerThread(0))
			.withMessage("keysPerThread must be at least 1 but was 0");
	}

	/** Enough operations that each of 32 keys is written and read many times. */
	private static LoadReport runOn(LoadTarget target) {
		try (VerifiedLoad load = VerifiedLoad.on(target).rate(20_000).threads(4).keysPerThread(8).start()) {
			await().until(() -> load.report().operations() > 5_000);
			return load.stop();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean interrupted = false;
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
