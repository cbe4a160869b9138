package io.github.jedistopology.internal.view;

import java.io.InputStream;
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
	 * Sends commands in one write and has their replies read as they come.
	 * @param <T> what is made of the replies
	 * @param commands each with its arguments, separated by spaces
	 * @param reader reads a reply in RESP2 for each command, in order
	 * @return what the reader has made of them
	 * @throws ErrorReply if the source does not let this client in
	 * @throws ViewException if there is no reply, or none that makes sense
	 */
	<T extends @Nullable Object> T ask(List<String> commands, Function<InputStream, T> reader);

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
