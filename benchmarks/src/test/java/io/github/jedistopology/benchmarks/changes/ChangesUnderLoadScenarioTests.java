package io.github.jedistopology.benchmarks.changes;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.github.jedistopology.testkit.PlannedChange;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class ChangesUnderLoadScenarioTests {

	/** Whatever the times are: they depend on the machine. */
	@Test
	void everyClientHasARowForEachChange() {
		String table = ChangesUnderLoad.table(1, List.of(PlannedChange.FAILOVER), List.of(Failure.REPLICA_KILLED));
		assertThat(table.lines()).hasSize(2 + 2 * Contender.values().length);
		assertThat(table).containsPattern("failover of every shard \\| 1 \\| Jedis Topology \\| [\\d,]+ \\| [\\d,]+ "
				+ "\\| 0 \\| 0 / 0 \\| – \\| – \\| \\d+\\.\\d\\d \\|");
		assertThat(table).containsPattern("replica killed, restarted \\| 1 \\| stock Jedis \\| .* \\d+\\.\\d\\d \\|");
	}

}
