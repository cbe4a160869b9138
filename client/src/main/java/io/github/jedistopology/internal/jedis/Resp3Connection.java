package io.github.jedistopology.internal.jedis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.KeyValue;
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

	private static final byte ARRAY = '*';

	private static final byte SET = '~';

	private static final byte MAP = '%';

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
		return read(in);
	}

	/** Takes collections apart, since what is in them may be a text with a format. */
	private @Nullable Object read(RedisInputStream in) {
		if (in.peek(ARRAY) || in.peek(SET)) {
			in.readByte();
			return list(in);
		}
		if (in.peek(MAP)) {
			in.readByte();
			return map(in);
		}
		boolean formatted = in.peek(FORMATTED_TEXT);
		Object reply = super.protocolRead(in);
		return (formatted && reply instanceof byte[] text) ? Arrays.copyOfRange(text, FORMAT_LENGTH, text.length)
				: reply;
	}

	private @Nullable List<@Nullable Object> list(RedisInputStream in) {
		int size = in.readIntCrLf();
		if (size < 0) {
			return null;
		}
		List<@Nullable Object> elements = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			elements.add(element(in));
		}
		return elements;
	}

	/** As Jedis has it: a list of pairs. */
	private List<KeyValue<@Nullable Object, @Nullable Object>> map(RedisInputStream in) {
		int size = in.readIntCrLf();
		List<KeyValue<@Nullable Object, @Nullable Object>> entries = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			entries.add(new KeyValue<>(element(in), element(in)));
		}
		return entries;
	}

	private @Nullable Object element(RedisInputStream in) {
		try {
			return read(in);
		}
		catch (JedisDataException ex) {
			return ex;
		}
	}

	private static boolean isForSubscriber(@Nullable Object push) {
		return push instanceof List<?> parts && !parts.isEmpty() && parts.get(0) instanceof byte[] kind
				&& SUBSCRIBERS.contains(SafeEncoder.encode(kind));
	}

}
