package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Stands before the target of a load and notices when the trouble was over: when the last
 * operation ended that failed, or that took longer than 250 ms. Thread-safe.
 */
public final class TroubleWatch implements LoadTarget {

	private static final long SLOW = Duration.ofMillis(250).toNanos();

	private final LoadTarget target;

	private final LongSupplier nanoTime;

	/** When the operation began that a thread is at. */
	private final Map<Thread, Long> underWay = new ConcurrentHashMap<>();

	private final LongAccumulator lastTrouble;

	/**
	 * Watches what a load does.
	 * @param target what is read and written
	 */
	public TroubleWatch(LoadTarget target) {
		this(target, System::nanoTime);
	}

	TroubleWatch(LoadTarget target, LongSupplier nanoTime) {
		this.target = target;
		this.nanoTime = nanoTime;
		this.lastTrouble = new LongAccumulator(Math::max, nanoTime.getAsLong());
	}

	@Override
	public @Nullable String read(String key) {
		return watch(() -> this.target.read(key));
	}

	@Override
	public void write(String key, String value) {
		watch(() -> {
			this.target.write(key, value);
			return null;
		});
	}

	private @Nullable String watch(Supplier<@Nullable String> operation) {
		long begin = this.nanoTime.getAsLong();
		this.underWay.put(Thread.currentThread(), begin);
		boolean failed = true;
		try {
			String value = operation.get();
			failed = false;
			return value;
		}
		finally {
			long end = this.nanoTime.getAsLong();
			if (failed || end - begin > SLOW) {
				this.lastTrouble.accumulate(end);
			}
			this.underWay.remove(Thread.currentThread());
		}
	}

	/**
	 * When the trouble was over.
	 * @return the {@link System#nanoTime()} at which the last operation ended that failed
	 * or was slow: now, while a slow one is under way; the time at which the watch began,
	 * if there was none
	 */
	public long lastTrouble() {
		long now = this.nanoTime.getAsLong();
		boolean slow = this.underWay.values().stream().anyMatch((begin) -> now - begin > SLOW);
		return slow ? now : this.lastTrouble.get();
	}

}
