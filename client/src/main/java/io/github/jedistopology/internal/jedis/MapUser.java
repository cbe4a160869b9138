package io.github.jedistopology.internal.jedis;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who in Jedis asks the provider for a map of all nodes or primaries. Jedis does not say
 * what for, so its classes do.
 */
enum MapUser {

	/** Jedis 8 picks any node for a command without a key. */
	ANY_NODE_RESOLVER,

	/** Sends a command to all of them. */
	BROADCAST,

	/** Scans the keys of all of them. */
	SCAN,

	/** Asks all of them, batch by batch. */
	SEARCH,

	/** Everybody else. */
	OTHER;

	private static final String RESOLVER_CLASS = "redis.clients.jedis.executors.RoundRobinConnectionResolver";

	private static final String EXECUTOR_CLASS = "redis.clients.jedis.executors.ClusterCommandExecutor";

	private static final String ITERATION_CLASS = "redis.clients.jedis.util.JedisCommandIterationBase";

	private static final String SCAN_CLASS = "redis.clients.jedis.ScanIteration";

	private static final StackWalker STACK = StackWalker.getInstance();

	/**
	 * Who has called the method that calls this one.
	 */
	static MapUser current() {
		return STACK.walk(MapUser::of);
	}

	private static MapUser of(Stream<StackFrame> frames) {
		List<String> callers = frames.skip(2).limit(2).map(StackFrame::getClassName).toList();
		return switch (callers.isEmpty() ? "" : callers.get(0)) {
			case RESOLVER_CLASS -> ANY_NODE_RESOLVER;
			case EXECUTOR_CLASS -> BROADCAST;
			case ITERATION_CLASS -> callers.get(callers.size() - 1).equals(SCAN_CLASS) ? SCAN : SEARCH;
			default -> OTHER;
		};
	}

}
