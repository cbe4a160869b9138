package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisBroadcastException;

import io.github.jedistopology.benchmarks.changes.Participant;
import io.github.jedistopology.testkit.load.ErrorKind;
import io.github.jedistopology.testkit.load.Incidents;
import io.github.jedistopology.testkit.load.TroubleWatch;

/**
 * What came of operations. Thread-safe.
 */
final class Tally implements Participant {

	private static final Duration SLOW = Duration.ofMillis(500);

	private final Predicate<RuntimeException> mayHaveExecuted;

	private final TroubleWatch watch = new TroubleWatch(SLOW);

	private final LongAdder operations = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder inDoubt = new LongAdder();

	private final LongAdder lost = new LongAdder();

	private final LongAdder wrong = new LongAdder();

	private final Incidents incidents = new Incidents();

	Tally(Predicate<RuntimeException> mayHaveExecuted) {
		this.mayHaveExecuted = mayHaveExecuted;
	}

	/** Does one operation, and counts it. */
	<T extends @Nullable Object> T attempt(Supplier<T> operation) {
		try {
			T result = watch(operation);
			succeeded();
			return result;
		}
		catch (RuntimeException ex) {
			failed(ex);
			throw ex;
		}
	}

	/** Does something that takes long only when something is wrong; counts nothing. */
	<T extends @Nullable Object> T watch(Supplier<T> operation) {
		return this.watch.watch(operation);
	}

	void succeeded() {
		this.operations.increment();
	}

	void failed(RuntimeException failure) {
		this.watch.trouble();
		this.operations.increment();
		this.failed.increment();
		if (isInDoubt(failure)) {
			this.inDoubt.increment();
		}
		this.incidents.add(ErrorKind.of(failure), words(failure));
	}

	private static String words(RuntimeException failure) {
		return (failure instanceof JedisBroadcastException broadcast) ? String.valueOf(broadcast.getReplies())
				: failure.toString();
	}

	/** Whether what failed like this may have been executed. */
	boolean isInDoubt(RuntimeException failure) {
		return this.mayHaveExecuted.test(failure);
	}

	/** What was acknowledged, or has to be there, is not. */
	void lost(long count, String words) {
		found(this.lost, count, "lost", words);
	}

	/** What was never written is there, or more than once. */
	void wrong(long count, String words) {
		found(this.wrong, count, "wrong", words);
	}

	private void found(LongAdder adder, long count, String kind, String words) {
		if (count > 0) {
			adder.add(count);
			this.incidents.add(kind, "%s: %d of %s".formatted(kind, count, words));
		}
	}

	@Override
	public long lastTrouble() {
		return this.watch.lastTrouble();
	}

	Counts counts() {
		return new Counts(this.operations.sum(), this.failed.sum(), this.inDoubt.sum(), this.lost.sum(),
				this.wrong.sum());
	}

	@Override
	public String toString() {
		return "%s, %s %s".formatted(counts(), this.incidents.counts(), this.incidents.samples());
	}

}
