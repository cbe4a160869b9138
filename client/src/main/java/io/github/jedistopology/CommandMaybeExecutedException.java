package io.github.jedistopology;

import org.jspecify.annotations.Nullable;

/**
 * A command was sent, and its reply was lost: it may have been executed. It was not sent
 * again, because it is not known to be safe to run twice; or it is declared idempotent,
 * and failed in the end however often it was sent.
 */
public class CommandMaybeExecutedException extends ClusterCommandException {

	private static final long serialVersionUID = 1L;

	/**
	 * An account of a command whose reply was lost.
	 * @param message what was tried and what came of it; no arguments of the command
	 * @param cause how the reply was lost
	 */
	public CommandMaybeExecutedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
