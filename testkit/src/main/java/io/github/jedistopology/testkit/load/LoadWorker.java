package io.github.jedistopology.testkit.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.github.jedistopology.testkit.load.VerifiedKey.Finding;
import org.jspecify.annotations.Nullable;

/**
 * One thread's share of the load: the only one to write and read its keys, so that it
 * knows what each must hold.
 */
final class LoadWorker implements Runnable {

	private final LoadTarget target;

	private final List<VerifiedKey> keys;

	private final Turns turns;

	private final RandomGenerator random;

	private final PausingClock clock;

	private final LoadRecorder recorder;

	private final AtomicInteger unverified;

	private volatile long verifyUntil;

	LoadWorker(LoadTarget target, List<VerifiedKey> keys, Schedule schedule, RandomGenerator random, PausingClock clock,
			LoadRecorder recorder) {
		this.target = target;
		this.keys = keys;
		this.turns = new Turns(schedule::due, clock);
		this.random = random;
		this.clock = clock;
		this.recorder = recorder;
		this.unverified = new AtomicInteger(keys.size());
	}

	/** Let the operation in flight end, then verify all keys until a given time. */
	void stop(long verifyUntil) {
		this.verifyUntil = verifyUntil;
		this.turns.stop();
	}

	int unverifiedKeys() {
		return this.unverified.get();
	}

	@Override
	public void run() {
		this.turns.take(this::operate, this.recorder::skipped);
		verifyAll();
	}

	private void operate(long due) {
		VerifiedKey key = this.keys.get(this.random.nextInt(this.keys.size()));
		if (this.random.nextBoolean()) {
			write(key);
			this.recorder.written(this.clock.nanoTime() - due);
		}
		else {
			read(key);
			this.recorder.read(this.clock.nanoTime() - due);
		}
	}

	private void write(VerifiedKey key) {
		String value = key.nextValue();
		try {
			this.target.write(key.name(), value);
			key.acknowledged();
		}
		catch (RuntimeException ex) {
			key.failed();
			this.recorder.failed("write", key, ex);
		}
	}

	private boolean read(VerifiedKey key) {
		try {
			judge(key, this.target.read(key.name()));
			return true;
		}
		catch (RuntimeException ex) {
			this.recorder.failed("read", key, ex);
			return false;
		}
	}

	private void judge(VerifiedKey key, @Nullable String value) {
		Finding finding = key.judge(value);
		if (finding != Finding.RIGHT && finding != Finding.KNOWN) {
			this.recorder.found(finding, key, String.valueOf(value));
		}
	}

	private void verifyAll() {
		for (VerifiedKey key : this.keys) {
			if (this.clock.nanoTime() - this.verifyUntil < 0 && read(key)) {
				this.unverified.decrementAndGet();
			}
		}
	}

}
