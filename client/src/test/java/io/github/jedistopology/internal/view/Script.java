package io.github.jedistopology.internal.view;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A connection that answers by a script: a failure is thrown, anything else is a reply,
 * as {@link Resp} writes it.
 */
final class Script implements ViewConnection {

	static final JedisDataException REFUSED = new JedisDataException("NOPERM");

	private final Map<String, Object> replies;

	private final List<String> roundTrips = new ArrayList<>();

	Script(Map<String, Object> replies) {
		this.replies = replies;
	}

	/** Answers with recorded replies, to the given questions only. */
	static Script recorded(String name, String... questions) {
		List<Object> recorded = RecordedReply.of(name);
		List<String> answered = List.of(questions);
		return new Script(Map.of("CLUSTER SHARDS", answered.contains("SHARDS") ? recorded.get(0) : REFUSED,
				"CLUSTER NODES", answered.contains("NODES") ? recorded.get(1) : REFUSED, "CLUSTER SLOTS",
				answered.contains("SLOTS") ? recorded.get(2) : REFUSED));
	}

	List<String> roundTrips() {
		return this.roundTrips;
	}

	@Override
	public <T extends @Nullable Object> T ask(List<String> commands, Function<InputStream, T> reader) {
		this.roundTrips.add(String.join(" + ", commands));
		return reader.apply(new ByteArrayInputStream(Resp.of(commands.stream().map(this::reply).toList())));
	}

	private Object reply(String command) {
		Object reply = this.replies.getOrDefault(command, REFUSED);
		if (reply instanceof ViewException failure) {
			throw failure;
		}
		return reply;
	}

	@Override
	public void close() {
	}

}
