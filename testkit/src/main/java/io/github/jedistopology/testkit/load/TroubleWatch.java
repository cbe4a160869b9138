package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Watches operations and notices when the trouble was over: when the last one ended that
 * failed, or that was slow. Thread-safe; a thread is at one operation at a time.
 */
public final class TroubleWatch {

	private final long slow;

	private final LongSupplier nanoTime;

	/** When the operation began that a thread is at. */
	private final Map<Thread, Long> underWay = new ConcurrentHashMap<>();

	private final LongAccumulator lastTrouble;

	/**
	 * A watch that begins now.
	 * @param slow an operation that takes longer is trouble
	 */
	public TroubleWatch(Duration slow) {
		this(slow, System::nanoTime);
	}

	TroubleWatch(Duration slow, LongSupplier nanoTime) {
		this.slow = slow.toNanos();
		this.nanoTime = nanoTime;
		this.lastTrouble = new LongAccumulator(Math::max, nanoTime.getAsLong());
	}

	/**
	 * Watches what a load does.
	 * @param target what is read and written
	 * @return the same, watched
	 */
	public LoadTarget over(LoadTarget target) {
		return new LoadTarget() {

			@Override
			public @Nullable String read(String key) {
				return watch(() -> target.read(key));
			}

			@Override
			public void write(String key, String value) {
				watch(() -> {
					target.write(key, value);
					return null;
				});
			}

		};
	}

	/**
	 * Watches an operation.
	 * @param operation what is done, on this thread; fails by throwing
	 * @param <T> the type of its result
	 * @return its result
	 */
	public <T extends @Nullable Object> T watch(Supplier<T> operation) {
		long begin = this.nanoTime.getAsLong();
		this.underWay.put(Thread.currentThread(), begin);
		boolean failed = true;
		try {
			T value = operation.get();
			failed = false;
			return value;
		}
		finally {
			if (failed || this.nanoTime.getAsLong() - begin > this.slow) {
				trouble();
			}
			this.underWay.remove(Thread.currentThread());
		}
	}

	/**
	 * Notes that something is wrong at this moment.
	 */
	public void trouble() {
		this.lastTrouble.accumulate(this.nanoTime.getAsLong());
	}

	/**
	 * When the trouble was over.
	 * @return the {@link System#nanoTime()} at which the last operation ended that failed
	 * or was slow: now, while a slow one is under way; the time at which the watch began,
	 * if there was none
	 */
	public long lastTrouble() {
		long now = this.nanoTime.getAsLong();
		boolean slow = this.underWay.values().stream().anyMatch((begin) -> now - begin > this.slow);
		return slow ? now : this.lastTrouble.get();
	}

}
