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

	private final TroubleWatch watch = new TroubleWatch(Duration.ofMillis(250), this.now::get);

	private final LoadTarget watched = this.watch.over(this.target);

	@Test
	void passesOperationsOn() {
		this.watched.write("key", "value");
		assertThat(this.watched.read("key")).isEqualTo("value of key");
		assertThat(this.target.written).isEqualTo("key=value");
	}

	@Test
	void operationsInTimeAreNoTrouble() {
		this.target.operation = () -> advance(250);
		this.watched.read("key");
		this.watched.write("key", "value");
		assertThat(this.watch.lastTrouble()).isEqualTo(START);
	}

	@Test
	void slowOperationIsTroubleUntilItEnds() {
		this.target.operation = () -> advance(251);
		this.watched.write("key", "value");
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
		assertThatIllegalStateException().isThrownBy(() -> this.watched.read("key"));
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
		this.watched.read("key");
	}

	@Test
	void whatIsSaidToBeWrongIsTrouble() {
		advance(10);
		this.watch.trouble();
		long moment = this.now.get();
		advance(1000);
		assertThat(this.watch.lastTrouble()).isEqualTo(moment);
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
