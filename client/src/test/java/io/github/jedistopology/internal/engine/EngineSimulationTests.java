package io.github.jedistopology.internal.engine;

import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generated histories through the real {@link Engine}. The number of one that fails
 * stands in its message, and makes the same history again; the message tells the fewest
 * disturbances with which it still fails.
 */
class EngineSimulationTests {

	private static final int HISTORIES = 2000;

	private static final int MOST_DISTURBANCES = 60;

	@Test
	void whatAlwaysHoldsHoldsAfterEachStepOfEachHistory() {
		List<String> failures = LongStream.range(0, HISTORIES)
			.parallel()
			.filter((seed) -> failure(seed, new BitSet()) != null)
			.limit(3)
			.mapToObj((seed) -> failure(seed, shrink(seed)))
			.toList();
		assertThat(failures).isEmpty();
	}

	/** Leaves out as many disturbances as possible, so that it still fails. */
	private static BitSet shrink(long seed) {
		BitSet left = new BitSet();
		for (int number = 0; number < MOST_DISTURBANCES; number++) {
			left.set(number);
			if (failure(seed, left) == null) {
				left.clear(number);
			}
		}
		return left;
	}

	private static @Nullable String failure(long seed, BitSet left) {
		Simulation simulation = new Simulation(seed, left);
		try {
			simulation.run();
			return null;
		}
		catch (RuntimeException | AssertionError ex) {
			return "Seed %d without disturbances %s, %s: %s".formatted(seed, left, simulation, ex.getMessage());
		}
	}

}
