package io.github.jedistopology.internal.jedis;

import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * Tells whether Jedis asks for a connection on which to subscribe: it does not say so,
 * but its methods that do have names of their own.
 */
final class SubscribingCallers {

	/**
	 * The provider, the client's method that asks it, and the one that the user calls.
	 */
	private static final int DEPTH = 4;

	private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private SubscribingCallers() {
	}

	static boolean isOnTheStack() {
		return WALKER.walk((frames) -> frames.limit(DEPTH).anyMatch(SubscribingCallers::subscribes));
	}

	private static boolean subscribes(StackWalker.StackFrame frame) {
		return (frame.getDeclaringClass() == UnifiedJedis.class
				|| frame.getDeclaringClass() == RedisClusterClient.class)
				&& frame.getMethodName().endsWith("subscribe");
	}

}
