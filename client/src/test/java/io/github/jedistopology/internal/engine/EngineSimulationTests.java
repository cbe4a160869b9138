package io.github.jedistopology.internal.engine;

import java.util.BitSet;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated histories through the real {@link Engine}. The number of one that fails
 * stands in the name of its test, and makes the same history again.
 */
class EngineSimulationTests {

	private static final int HISTORIES = 2000;

	private static final int MOST_DISTURBANCES = 60;

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void whatAlwaysHoldsHoldsAfterEachStep(long seed) {
		if (failure(seed, new BitSet()) != null) {
			throw new AssertionError(failure(seed, shrink(seed)));
		}
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

	static LongStream seeds() {
		return LongStream.range(0, HISTORIES);
	}

}
