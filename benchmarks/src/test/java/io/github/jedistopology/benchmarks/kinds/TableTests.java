package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.jedistopology.benchmarks.changes.Contender;
import io.github.jedistopology.benchmarks.changes.Healing;

import static org.assertj.core.api.Assertions.assertThat;

class TableTests {

	@Test
	void hasARowForEachClientAndAColumnForEachChange() {
		Table table = new Table(List.of(Kind.TRANSACTION), List.of(Contender.JEDIS_TOPOLOGY, Contender.STOCK_JEDIS),
				List.of(Change.FAILOVER, Change.FREEZE));
		Healing healing = new Healing(Duration.ofSeconds(1), Duration.ofSeconds(2));
		table.add(Kind.TRANSACTION, Contender.JEDIS_TOPOLOGY, Change.FAILOVER,
				new Result(new Counts(9, 0, 0, 0, 0), healing));
		table.add(Kind.TRANSACTION, Contender.JEDIS_TOPOLOGY, Change.FREEZE,
				new Result(new Counts(8, 1, 1, 0, 0), healing));
		assertThat(table.toString().lines()).containsExactly(
				"| Kind | Client | failover of every shard, planned | primary frozen |", "|---|---|---|---|",
				"| transaction: two `INCR` | Jedis Topology | 0 of 9; 1.00 | 1 of 8 (1 in doubt); 1.00 |",
				"| transaction: two `INCR` | stock Jedis | refused | refused |");
	}

}
