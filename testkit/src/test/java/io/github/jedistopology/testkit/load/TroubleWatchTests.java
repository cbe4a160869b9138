package io.github.jedistopology.testkit.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TroubleWatchTests {

	private static final long START = -7;

	private final AtomicLong now = new AtomicLong(START);

	private final Target target = new Target();

	private final TroubleWatch watch = new TroubleWatch(this.target, this.now::get);

	@Test
	void passesOperationsOn() {
		this.watch.write("key", "value");
		assertThat(this.watch.read("key")).isEqualTo("value of key");
		assertThat(this.target.written).isEqualTo("key=value");
	}

	@Test
	void operationsInTimeAreNoTrouble() {
		this.target.operation = () -> advance(250);
		this.watch.read("key");
		this.watch.write("key", "value");
		assertThat(this.watch.lastTrouble()).isEqualTo(START);
	}

	@Test
	void slowOperationIsTroubleUntilItEnds() {
		this.target.operation = () -> advance(251);
		this.watch.write("key", "value");
		long end = this.now.get();
		advance(1000);
		assertThat(this.watch.lastTrouble()).isEqualTo(end);
	}

	@Test
	void failedOperationIsTroubleUntilItEnds() {
		this.target.operation = () -> {
			advance(1);
			throw new IllegalStateException("failed");
		};
		assertThatIllegalStateException().isThrownBy(() -> this.watch.read("key"));
		long end = this.now.get();
		advance(1000);
		assertThat(this.watch.lastTrouble()).isEqualTo(end);
	}

	@Test
	void slowOperationUnderWayIsTroubleNow() {
		this.target.operation = () -> {
			advance(250);
			assertThat(this.watch.lastTrouble()).isEqualTo(START);
			advance(1);
			assertThat(this.watch.lastTrouble()).isEqualTo(this.now.get());
		};
		this.watch.read("key");
	}

	private void advance(long millis) {
		this.now.addAndGet(Duration.ofMillis(millis).toNanos());
	}

	private static final class Target implements LoadTarget {

		private Runnable operation = () -> {
		};

		private @Nullable String written;

		@Override
		public String read(String key) {
			this.operation.run();
			return "value of " + key;
		}

		@Override
		public void write(String key, String value) {
			this.operation.run();
			this.written = key + "=" + value;
		}

	}

}
