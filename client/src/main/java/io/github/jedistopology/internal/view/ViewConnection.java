package io.github.jedistopology.internal.view;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A connection of the engine's own to a source, opened by the first call. Calls come from
 * one thread; {@link #close()} may come from any thread and ends a call that is under
 * way.
 */
public interface ViewConnection extends AutoCloseable {

	/**
	 * Opens nothing, only remembers where to.
	 */
	interface Factory extends Function<Source, ViewConnection> {

	}

	/**
	 * Sends commands in one write and waits for their replies.
	 * @param commands each with its arguments, separated by spaces
	 * @return a reply for each command, in order, as Jedis decodes RESP2: {@code byte[]},
	 * {@code Long}, {@code List} or {@code null}; an {@link ErrorReply} for an error
	 * @throws ErrorReply if the source does not let this client in
	 * @throws ViewException if there is no reply
	 */
	List<@Nullable Object> call(String... commands);

	@Override
	void close();

	/**
	 * The source answered with an error.
	 */
	class ErrorReply extends ViewException {

		private static final long serialVersionUID = 1L;

		public ErrorReply(String error) {
			super("answered with an error: " + error);
		}

	}

}
