package io.github.jedistopology.internal.jedis;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who in Jedis asks the provider for a connection, or for a map of all nodes or
 * primaries. Jedis does not say what for, so its classes and methods do.
 */
enum JedisCaller {

	/** Wants a connection on which to subscribe. */
	SUBSCRIBER,

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

	/** Jedis's own method that asks, and the one that calls it. */
	private static final int DEPTH = 2;

	private static final Set<String> CLIENT_CLASSES = Set.of("redis.clients.jedis.UnifiedJedis",
			"redis.clients.jedis.RedisClusterClient");

	private static final String RESOLVER_CLASS = "redis.clients.jedis.executors.RoundRobinConnectionResolver";

	private static final String EXECUTOR_CLASS = "redis.clients.jedis.executors.ClusterCommandExecutor";

	private static final String ITERATION_CLASS = "redis.clients.jedis.util.JedisCommandIterationBase";

	private static final String SCAN_CLASS = "redis.clients.jedis.ScanIteration";

	private static final StackWalker STACK = StackWalker.getInstance();

	/**
	 * Who has called the method that calls this one.
	 */
	static JedisCaller current() {
		return STACK.walk((frames) -> of(frames.skip(2).limit(DEPTH)));
	}

	private static JedisCaller of(Stream<StackFrame> frames) {
		List<StackFrame> callers = frames.toList();
		if (callers.stream().anyMatch(JedisCaller::subscribes)) {
			return SUBSCRIBER;
		}
		return switch (callers.isEmpty() ? "" : callers.get(0).getClassName()) {
			case RESOLVER_CLASS -> ANY_NODE_RESOLVER;
			case EXECUTOR_CLASS -> BROADCAST;
			case ITERATION_CLASS -> callers.get(callers.size() - 1).getClassName().equals(SCAN_CLASS) ? SCAN : SEARCH;
			default -> OTHER;
		};
	}

	private static boolean subscribes(StackFrame caller) {
		return CLIENT_CLASSES.contains(caller.getClassName()) && caller.getMethodName().endsWith("subscribe");
	}

}
