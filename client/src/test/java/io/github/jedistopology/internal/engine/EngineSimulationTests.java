package io.github.jedistopology.internal.engine;

import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated histories through the real {@link Engine}. The number of one that fails
 * stands in the name of its test, and makes the same history again.
 */
class EngineSimulationTests {

	private static final int HISTORIES = 300;

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void whatAlwaysHoldsHoldsAfterEachStep(long seed) {
		Simulation simulation = new Simulation(seed);
		try {
			simulation.run();
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError("Seed %d %s: %s".formatted(seed, simulation, ex.getMessage()), ex);
		}
	}

	static LongStream seeds() {
		return LongStream.range(0, HISTORIES);
	}

}
