package io.github.jedistopology.testkit.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * One thread's share of the counters, which nobody else increments: one after the other,
 * over and over.
 */
final class CounterWorker implements Runnable {

	/** So that a client that fails at once is not asked a million times a second. */
	private static final long PAUSE_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(1);

	private final ToLongFunction<String> increment;

	private final Predicate<RuntimeException> mayHaveBeenExecuted;

	private final List<Counter> counters;

	private final Turns turns;

	private final PausingClock clock;

	private final CounterRecorder recorder;

	private int next;

	CounterWorker(ToLongFunction<String> increment, Predicate<RuntimeException> mayHaveBeenExecuted,
			List<Counter> counters, Turns turns, PausingClock clock, CounterRecorder recorder) {
		this.increment = increment;
		this.mayHaveBeenExecuted = mayHaveBeenExecuted;
		this.counters = counters;
		this.turns = turns;
		this.clock = clock;
		this.recorder = recorder;
	}

	/** Let the INCR in flight be the last one. */
	void stop() {
		this.turns.stop();
	}

	@Override
	public void run() {
		this.turns.take(this::operate, this.recorder::skipped);
	}

	private void operate(long due) {
		Counter counter = this.counters.get(this.next);
		this.next = (this.next + 1) % this.counters.size();
		boolean succeeded = increment(counter);
		this.recorder.done(this.clock.nanoTime() - due);
		if (!succeeded) {
			this.clock.pause(PAUSE_AFTER_FAILURE);
		}
	}

	private boolean increment(Counter counter) {
		counter.begin();
		try {
			long reply = this.increment.applyAsLong(counter.name());
			this.recorder.found(counter.acknowledged(reply), counter, reply);
			return true;
		}
		catch (RuntimeException ex) {
			if (!this.mayHaveBeenExecuted.test(ex)) {
				counter.notExecuted();
			}
			this.recorder.failed("INCR", counter, ex);
			return false;
		}
	}

}
