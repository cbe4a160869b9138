package io.github.jedistopology.internal.view;

import java.util.function.Function;

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
	 * Sends a command and waits for its reply.
	 * @param command the command and its arguments
	 * @return the reply as Jedis decodes RESP2: {@code byte[]}, {@code Long},
	 * {@code List} or {@code null}
	 * @throws ErrorReply if the reply is an error
	 * @throws ViewException if there is no reply
	 */
	Object call(String... command);

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
