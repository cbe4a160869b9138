package io.github.jedistopology.scenario;

import java.util.stream.Stream;

/**
 * How much of a scenario is played. All of it as a rule; with the system property
 * {@code scenarios.short}, as on a second version of Jedis, once what is otherwise
 * repeated, and only by those who must pass.
 */
final class ScenarioLength {

	private static final boolean SHORT = Boolean.getBoolean("scenarios.short");

	private ScenarioLength() {
	}

	static int times(int times) {
		return SHORT ? 1 : times;
	}

	static Stream<Contender> contenders(Contender... others) {
		return Stream.concat(Stream.of(Contender.JEDIS_TOPOLOGY), SHORT ? Stream.empty() : Stream.of(others));
	}

}
