package io.github.jedistopology.internal.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A connection that answers by a script: a failure is thrown, an error or anything else
 * is a reply.
 */
final class Script implements ViewConnection {

	static final ErrorReply REFUSED = new ErrorReply("NOPERM");

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
	public List<@Nullable Object> call(String... commands) {
		this.roundTrips.add(String.join(" + ", commands));
		List<@Nullable Object> answers = new ArrayList<>();
		for (String command : commands) {
			Object reply = this.replies.get(command);
			if (reply instanceof ViewException failure && !(reply instanceof ErrorReply)) {
				throw failure;
			}
			answers.add(reply);
		}
		return answers;
	}

	@Override
	public void close() {
	}

}
