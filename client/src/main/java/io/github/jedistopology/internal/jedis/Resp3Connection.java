package io.github.jedistopology.internal.jedis;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.util.RedisInputStream;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A connection on which the server may say what nobody asked for. Jedis 7 would take such
 * a push for the reply to the next command, and give each later command the reply to the
 * one before; and it leaves the format in front of a text that has one ({@code txt:}).
 * Jedis 8 does neither, and does not ask this class.
 */
final class Resp3Connection extends Connection {

	private static final byte PUSH = '>';

	private static final byte FORMATTED_TEXT = '=';

	private static final int FORMAT_LENGTH = "txt:".length();

	/** What a subscriber waits for; nobody else is sent it. */
	private static final Set<String> SUBSCRIBERS = Set.of("message", "pmessage", "smessage", "subscribe", "psubscribe",
			"ssubscribe", "unsubscribe", "punsubscribe", "sunsubscribe");

	Resp3Connection(JedisSocketFactory sockets, JedisClientConfig config) {
		super(sockets, config);
	}

	@Override
	protected @Nullable Object protocolRead(RedisInputStream in) {
		while (in.peek(PUSH)) {
			Object push = super.protocolRead(in);
			if (isForSubscriber(push)) {
				return push;
			}
		}
		boolean formatted = in.peek(FORMATTED_TEXT);
		Object reply = super.protocolRead(in);
		return (formatted && reply instanceof byte[] text) ? Arrays.copyOfRange(text, FORMAT_LENGTH, text.length)
				: reply;
	}

	private static boolean isForSubscriber(@Nullable Object push) {
		return push instanceof List<?> parts && !parts.isEmpty() && parts.get(0) instanceof byte[] kind
				&& SUBSCRIBERS.contains(SafeEncoder.encode(kind));
	}

}
