package io.github.jedistopology.benchmarks.kinds;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class KindsByChangeScenarioTests {

	/** Whatever the times are: they depend on the machine. */
	@Test
	void tellsHowEachKindCameThroughAChange() {
		assertThat(KindsByChange.table(1, List.of(Kind.values()), List.of(Change.FAILOVER)))
			.containsPattern("`INCR` \\| Jedis Topology \\| 0 of [\\d,]+; ")
			.containsPattern("`INCR` \\| stock Jedis \\| [\\d,]+ of [\\d,]+; ")
			.contains("two `INCR` | stock Jedis | refused |");
	}

}
