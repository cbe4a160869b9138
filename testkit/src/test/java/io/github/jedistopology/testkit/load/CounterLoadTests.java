package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CounterLoad}: each way in which a client can be wrong is reported as
 * what it is.
 */
class CounterLoadTests {

	/** All keys, of four threads. */
	private static final int KEYS = 8;

	private final InMemoryCounters target = new InMemoryCounters();

	/** INCRs begun, to do something to one of a hundred. */
	private final AtomicLong begun = new AtomicLong();

	@Test
	void aSoundClientIsExact() {
		CounterReport report = runOn(this.target::increment, (ex) -> true).verify(this.target::read);
		assertThat(report.isExact()).isTrue();
		assertThat(report.acknowledged()).isEqualTo(this.target.total()).isEqualTo(report.operations());
		assertThat(report.errors()).isEmpty();
		assertThat(report.failures()).isEmpty();
		assertThat(report.duration()).isPositive();
		assertThat(report.max()).isPositive().isGreaterThanOrEqualTo(report.p99()).isGreaterThanOrEqualTo(report.p50());
	}

	@Test
	void acknowledgedIncrsThatAreGoneInTheEndAreLost() {
		CounterLoad load = runOn(this.target::increment, (ex) -> true);
		this.target.values.values().forEach((value) -> value.addAndGet(-3));
		CounterReport report = load.verify(this.target::read);
		assertThat(report.lost()).isEqualTo(3 * KEYS);
		assertThat(report.executedTwice()).isZero();
		assertThat(report.isExact()).isFalse();
		assertThat(report.failures()).first().asString().startsWith("LOST: ").contains("acknowledged");
	}

	@Test
	void keysThatAreGoneHaveLostAll() {
		CounterLoad load = runOn(this.target::increment, (ex) -> true);
		this.target.values.clear();
		CounterReport report = load.verify(this.target::read);
		assertThat(report.lost()).isEqualTo(report.acknowledged());
		assertThat(report.unverifiedKeys()).isZero();
	}

	@Test
	void silentRepetitionsAreExecutedTwice() {
		AtomicLong repeated = new AtomicLong();
		CounterReport report = runOn((key) -> {
			if (isOneOfAHundred()) {
				repeated.incrementAndGet();
				this.target.increment(key);
			}
			return this.target.increment(key);
		}, (ex) -> true).verify(this.target::read);
		assertThat(report.executedTwice()).isPositive().isEqualTo(repeated.get());
		assertThat(report.lost()).isZero();
		assertThat(report.isExact()).isFalse();
		assertThat(report.errors()).isEmpty();
		assertThat(report.failures()).first().asString().startsWith("EXECUTED_TWICE: ");
	}

	@Test
	void aLossIsToldThoughARepetitionMakesUpForIt() {
		AtomicLong value = new AtomicLong();
		CounterReport report = run(CounterLoad.on((key) -> switch ((int) this.begun.incrementAndGet()) {
			case 10 -> value.addAndGet(-1);
			case 11 -> value.addAndGet(3);
			default -> value.incrementAndGet();
		}, (ex) -> true).threads(1).keysPerThread(1)).verify((key) -> value.toString());
		assertThat(value).hasValue(report.acknowledged());
		assertThat(report.lost()).isEqualTo(2);
	}

	@Test
	void whatFailsAndIsSaidToBeDoubtfulMayBeExecutedOrNot() {
		CounterReport report = runOn((key) -> {
			long number = this.begun.incrementAndGet();
			if (number % 100 == 1) {
				this.target.increment(key);
			}
			if (number % 100 < 2) {
				throw new IllegalStateException("timed out");
			}
			return this.target.increment(key);
		}, (ex) -> true).verify(this.target::read);
		assertThat(report.isExact()).isTrue();
		assertThat(report.mayHaveBeenExecuted()).isPositive();
		assertThat(report.notExecuted()).isZero();
		assertThat(report.errors()).containsOnly(entry("IllegalStateException", report.mayHaveBeenExecuted()));
		assertThat(this.target.total()).isGreaterThan(report.acknowledged())
			.isLessThan(report.acknowledged() + report.mayHaveBeenExecuted());
	}

	@Test
	void whatFailsAndIsRightlySaidToBeNotExecutedIsExact() {
		CounterReport report = runOn((key) -> {
			if (isOneOfAHundred()) {
				throw new JedisDataException("CLUSTERDOWN The cluster is down");
			}
			return this.target.increment(key);
		}, (ex) -> !(ex instanceof JedisDataException)).verify(this.target::read);
		assertThat(report.isExact()).isTrue();
		assertThat(report.notExecuted()).isPositive();
		assertThat(report.mayHaveBeenExecuted()).isZero();
		assertThat(report.errors()).containsOnly(entry("JedisDataException CLUSTERDOWN", report.notExecuted()));
	}

	@Test
	void whatFailsAndIsWronglySaidToBeNotExecutedIsOneExecutionTooMany() {
		CounterReport report = runOn((key) -> {
			long value = this.target.increment(key);
			if (isOneOfAHundred()) {
				throw new IllegalStateException("refused");
			}
			return value;
		}, (ex) -> false).verify(this.target::read);
		assertThat(report.notExecuted()).isPositive();
		assertThat(report.executedTwice()).isEqualTo(report.notExecuted());
		assertThat(report.lost()).isZero();
	}

	@Test
	void aFailedIncrMayBeExecutedLate() {
		Queue<String> buffered = new ConcurrentLinkedQueue<>();
		CounterLoad load = runOn((key) -> {
			if (isOneOfAHundred()) {
				buffered.add(key);
				throw new IllegalStateException("timed out");
			}
			return this.target.increment(key);
		}, (ex) -> true);
		assertThat(load.verify(this.target::read).isExact()).isTrue();
		buffered.forEach(this.target::increment);
		CounterReport report = load.verify(this.target::read);
		assertThat(report.isExact()).isTrue();
		assertThat(this.target.total()).isEqualTo(report.acknowledged() + report.mayHaveBeenExecuted());
		buffered.forEach(this.target::increment);
		assertThat(load.verify(this.target::read).executedTwice()).isEqualTo(buffered.size());
	}

	@Test
	void keysThatCannotBeReadAreUnverifiedUntilTheyCan() {
		CounterLoad load = runOn(this.target::increment, (ex) -> true);
		assertThat(load.report().unverifiedKeys()).isEqualTo(KEYS);
		CounterReport report = load.verify((key) -> key.endsWith(":0") ? "QUEUED" : this.target.read(key));
		assertThat(report.unverifiedKeys()).isEqualTo(KEYS / 2);
		assertThat(report.errors()).containsOnly(entry("NumberFormatException", KEYS / 2L));
		assertThat(report.lost()).isZero();
		assertThat(report.isExact()).isFalse();
		assertThat(load.verify(this.target::read).isExact()).isTrue();
	}

	@Test
	void whatHangsAtTheEndMayHaveBeenExecuted() {
		CountDownLatch hung = new CountDownLatch(1);
		CountDownLatch over = new CountDownLatch(1);
		CounterLoad load = CounterLoad.on((key) -> {
			hung.countDown();
			awaitUninterruptibly(over);
			return this.target.increment(key);
		}, (ex) -> false).threads(1).start();
		try {
			awaitUninterruptibly(hung);
			load.stop(Duration.ofMillis(100));
			CounterReport report = load.verify(this.target::read);
			assertThat(report.mayHaveBeenExecuted()).isEqualTo(1);
			assertThat(report.isExact()).isTrue();
		}
		finally {
			over.countDown();
		}
		await().until(() -> load.report().acknowledged() == 1);
		CounterReport report = load.verify(this.target::read);
		assertThat(report.mayHaveBeenExecuted()).isZero();
		assertThat(report.isExact()).isTrue();
	}

	@Test
	void eachKeyHasOneThreadAndEachLoadHasItsOwnKeys() {
		Map<String, Set<String>> users = new ConcurrentHashMap<>();
		ToLongFunction<String> noting = (key) -> {
			users.computeIfAbsent(key, (name) -> ConcurrentHashMap.newKeySet()).add(Thread.currentThread().getName());
			return this.target.increment(key);
		};
		assertThat(runOn(noting, (ex) -> true).verify(this.target::read).isExact()).isTrue();
		assertThat(runOn(noting, (ex) -> true).verify(this.target::read).isExact()).isTrue();
		assertThat(users).hasSize(2 * KEYS)
			.allSatisfy((key, threads) -> assertThat(key).startsWith("counter-load:"))
			.allSatisfy((key, threads) -> assertThat(threads).containsExactly("counter-load-" + key.split(":")[2]));
	}

	@Test
	void theRateIsKept() {
		try (CounterLoad load = CounterLoad.on(this.target::increment, (ex) -> true).rate(500).threads(4).start()) {
			await().until(() -> load.report().duration().compareTo(Duration.ofSeconds(1)) > 0);
			CounterReport report = load.verify(this.target::read);
			// Never above; a busy machine may leave some behind.
			assertThat(report.operations() + report.skipped()).isPositive()
				.isLessThanOrEqualTo((long) (report.duration().toNanos() / 1e9 * 500) + 4);
		}
	}

	@Test
	void afterTheStopNothingHappensAnyMore() {
		List<Thread> threads = new ArrayList<>();
		CounterLoad load = CounterLoad.on((key) -> {
			synchronized (threads) {
				threads.add(Thread.currentThread());
			}
			return this.target.increment(key);
		}, (ex) -> true).threads(2).rate(1000).start();
		await().until(() -> load.report().operations() > 10);
		load.close();
		assertThat(threads).allMatch(Thread::isDaemon).noneMatch(Thread::isAlive);
		assertThat(load.report()).isEqualTo(load.report());
	}

	@Test
	void badSettingsAreNamed() {
		CounterLoad.Builder builder = CounterLoad.on(this.target::increment, (ex) -> true);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.rate(0))
			.withMessage("rate must be at least 1 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(0))
			.withMessage("threads must be at least 1 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.keysPerThread(-1))
			.withMessage("keysPerThread must be at least 1 but was -1");
	}

	private boolean isOneOfAHundred() {
		return this.begun.incrementAndGet() % 100 == 0;
	}

	private static CounterLoad runOn(ToLongFunction<String> increment, Predicate<RuntimeException> doubtful) {
		return run(CounterLoad.on(increment, doubtful).threads(4).keysPerThread(KEYS / 4));
	}

	/** Enough INCRs that each key has had many. */
	private static CounterLoad run(CounterLoad.Builder settings) {
		try (CounterLoad load = settings.start()) {
			await().until(() -> load.report().operations() > 5_000);
			return load;
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
