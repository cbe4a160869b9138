package io.github.jedistopology;

/**
 * Counts of what happened to commands since the client started. Thread-safe; the counts
 * only grow.
 */
public interface CommandStatistics {

	/**
	 * How many times a node redirected a command.
	 * @param redirection the kind of redirection
	 * @return the count
	 */
	long redirections(Redirection redirection);

	/**
	 * How many times a command was tried again for a reason other than a redirection.
	 * @return the count
	 */
	long retries();

	/**
	 * How many commands failed with a {@link CommandMaybeExecutedException}.
	 * @return the count
	 */
	long maybeExecuted();

	/**
	 * How many times a subscription was set up again, because its node was gone or its
	 * slot had moved: what was published meanwhile is lost.
	 * @return the count
	 */
	long resubscriptions();

}
