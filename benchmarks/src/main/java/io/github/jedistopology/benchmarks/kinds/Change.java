package io.github.jedistopology.benchmarks.kinds;

import java.util.Map;
import java.util.function.Function;

import io.github.jedistopology.benchmarks.changes.Failure;
import io.github.jedistopology.benchmarks.changes.Healing;
import io.github.jedistopology.benchmarks.changes.Trial;
import io.github.jedistopology.testkit.PlannedChange;

/**
 * What happens to the cluster, in this order: it then has as many shards as before.
 */
enum Change {

	RESHARD("reshard (to two more shards)", (trial) -> trial.undergo(PlannedChange.SCALE_OUT)),

	SCALE_IN("scale-in (two shards removed)", (trial) -> trial.undergo(PlannedChange.SCALE_IN)),

	FAILOVER("failover of every shard, planned", (trial) -> trial.undergo(PlannedChange.FAILOVER)),

	FREEZE("primary frozen", (trial) -> trial.undergo(Failure.PRIMARY_FROZEN)),

	KILL("primary killed, restarted", (trial) -> trial.undergo(Failure.PRIMARY_KILLED));

	private final String label;

	private final Function<Trial<Practice>, Map<Practice, Healing>> course;

	Change(String label, Function<Trial<Practice>, Map<Practice, Healing>> course) {
		this.label = label;
		this.course = course;
	}

	String label() {
		return this.label;
	}

	Map<Practice, Healing> happenTo(Trial<Practice> trial) {
		return this.course.apply(trial);
	}

}
