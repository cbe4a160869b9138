package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.github.jedistopology.ReadFrom;

/**
 * A kind of command, and how it is used.
 */
enum Kind {

	SINGLE_KEY("one key: `INCR`", Increments::plain),

	KEYLESS("no key: `ECHO`", Echoes::new),

	BROADCAST("broadcast: `FUNCTION LOAD`", 1, ReadFrom.PRIMARY, Broadcasts::new),

	SCAN("`SCAN` over the cluster", 2, ReadFrom.PRIMARY, Scans::new),

	MULTI_KEY("keys in many slots: `MSET`, `MGET`", 4, ReadFrom.PRIMARY, MultiKeys::new),

	PIPELINE("pipeline of 24 `INCR`", 4, ReadFrom.PRIMARY, Pipelines::new),

	TRANSACTION("transaction: two `INCR`", Transactions::new),

	SCRIPT("script: `EVALSHA`", Increments::scripted),

	BLOCKING_POP("blocking: `BLPOP`", (stage) -> new Delivery(stage, new ListChannel(stage))),

	BLOCKING_READ("blocking: `XREAD BLOCK`", (stage) -> new Delivery(stage, new StreamChannel(stage))),

	PUB_SUB("`SUBSCRIBE`", (stage) -> new Delivery(stage, new PlainMessages(stage))),

	SHARDED_PUB_SUB("`SSUBSCRIBE`", (stage) -> new Delivery(stage, new ShardedMessages(stage))),

	REPLICA_READ("read from a replica: `GET`", Tags.all().size(), ReadFrom.PREFER_REPLICA, ReplicaReads::new);

	/** Between two uses by one caller. */
	static final Duration PAUSE = Duration.ofMillis(100);

	private final String label;

	private final int callers;

	private final ReadFrom reads;

	private final Function<Stage, Use> use;

	/** One caller for each tag. */
	Kind(String label, Function<Stage, Use> use) {
		this(label, Tags.all().size(), ReadFrom.PRIMARY, use);
	}

	Kind(String label, int callers, ReadFrom reads, Function<Stage, Use> use) {
		this.label = label;
		this.callers = callers;
		this.reads = reads;
		this.use = use;
	}

	String label() {
		return this.label;
	}

	ReadFrom reads() {
		return this.reads;
	}

	/** The tags of the callers. */
	List<String> tags() {
		return Tags.all().subList(0, this.callers);
	}

	Use use(Stage stage) {
		return this.use.apply(stage);
	}

}
