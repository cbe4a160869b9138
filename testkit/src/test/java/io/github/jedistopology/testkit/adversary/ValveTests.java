package io.github.jedistopology.testkit.adversary;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.jedistopology.testkit.adversary.Fault.Outcome;
import io.github.jedistopology.testkit.adversary.Valve.Grant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Valve}.
 */
class ValveTests {

	private final Valve valve = new Valve();

	@Test
	void withoutFaultAllGoes() throws InterruptedException {
		assertThat(this.valve.admit(5000)).isEqualTo(new Grant(5000, Outcome.PASS));
	}

	@Test
	void aCutComesWithTheLastByteThatMayGo() throws InterruptedException {
		this.valve.begin(Fault.cut(Direction.REPLIES, 7));
		assertThat(this.valve.admit(4)).isEqualTo(new Grant(4, Outcome.PASS));
		assertThat(this.valve.admit(3)).isEqualTo(new Grant(3, Outcome.CUT));
		assertThat(this.valve.admit(1)).isEqualTo(new Grant(0, Outcome.SWALLOW));
	}

	@Test
	void aCutAfterNothingComesWithTheFirstByte() throws InterruptedException {
		this.valve.begin(Fault.cut(Direction.REPLIES, 0));
		assertThat(this.valve.admit(4)).isEqualTo(new Grant(0, Outcome.CUT));
	}

	@Test
	void bytesBeforeAFaultDoNotCount() throws InterruptedException {
		this.valve.admit(100);
		this.valve.begin(Fault.cut(Direction.REPLIES, 2));
		assertThat(this.valve.admit(1)).isEqualTo(new Grant(1, Outcome.PASS));
		this.valve.begin(Fault.cut(Direction.REPLIES, 2));
		assertThat(this.valve.admit(9)).isEqualTo(new Grant(2, Outcome.CUT));
	}

	@Test
	void afterALostByteNothingGoesAnyMore() throws InterruptedException {
		this.valve.begin(Fault.swallow(Direction.REPLIES));
		this.valve.begin(Fault.NONE);
		assertThat(this.valve.admit(1)).isEqualTo(new Grant(1, Outcome.PASS));
		this.valve.begin(Fault.swallow(Direction.REPLIES));
		assertThat(this.valve.admit(1)).isEqualTo(new Grant(0, Outcome.SWALLOW));
		this.valve.begin(Fault.NONE);
		assertThat(this.valve.admit(1)).isEqualTo(new Grant(0, Outcome.SWALLOW));
	}

	@Test
	void aDripIsOneByteAfterAPause() throws InterruptedException {
		this.valve.begin(Fault.drip(Direction.REPLIES, Duration.ofMillis(20)));
		long start = System.nanoTime();
		assertThat(this.valve.admit(9)).isEqualTo(new Grant(1, Outcome.PASS));
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
	}

	@Test
	void aStallEndsWithItsFault() {
		this.valve.begin(Fault.stall(Direction.REPLIES));
		CompletableFuture<Grant> grant = admitInBackground();
		assertThat(grant).isNotDone();
		this.valve.begin(Fault.NONE);
		assertThat(grant).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new Grant(9, Outcome.PASS));
	}

	@Test
	void aStallEndsWhenNothingWillEverGo() {
		this.valve.begin(Fault.stall(Direction.REPLIES));
		CompletableFuture<Grant> grant = admitInBackground();
		this.valve.shut();
		assertThat(grant).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new Grant(0, Outcome.SWALLOW));
	}

	private CompletableFuture<Grant> admitInBackground() {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return this.valve.admit(9);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
