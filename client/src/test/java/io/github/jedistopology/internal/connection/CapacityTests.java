package io.github.jedistopology.internal.connection;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Capacity}.
 */
class CapacityTests {

	@Test
	void thereIsRoomForTheConnectionsThatAreOpenAndForAFewDials() {
		Capacity capacity = new Capacity(7);
		assertThat(capacity.availablePermits()).isEqualTo(4);
		IntStream.range(0, 3).forEach((i) -> capacity.opened());
		assertThat(capacity.availablePermits()).isEqualTo(7);
		assertThat(capacity.isExhausted()).isFalse();
		IntStream.range(0, 4).forEach((i) -> capacity.opened());
		assertThat(capacity.availablePermits()).isEqualTo(7);
		assertThat(capacity.isExhausted()).isTrue();
		IntStream.range(0, 5).forEach((i) -> capacity.closed());
		assertThat(capacity.availablePermits()).isEqualTo(6);
		IntStream.range(0, 2).forEach((i) -> capacity.closed());
		assertThat(capacity.availablePermits()).isEqualTo(4);
	}

	@Test
	void neverHasRoomForMoreThanItsSize() {
		Capacity capacity = new Capacity(2);
		assertThat(capacity.availablePermits()).isEqualTo(2);
		capacity.opened();
		capacity.opened();
		assertThat(capacity.availablePermits()).isEqualTo(2);
		capacity.closed();
		assertThat(capacity.availablePermits()).isEqualTo(2);
	}

	@Test
	void countsWhatIsHeld() {
		Capacity capacity = new Capacity(6);
		assertThat(capacity.held()).isZero();
		capacity.acquireUninterruptibly(2);
		assertThat(capacity.held()).isEqualTo(2);
		capacity.opened();
		assertThat(capacity.held()).isEqualTo(2);
		capacity.admitEverybody();
		assertThat(capacity.held()).isEqualTo(2);
		capacity.closed();
		capacity.release(2);
		assertThat(capacity.held()).isZero();
	}

}
