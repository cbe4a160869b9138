package io.github.jedistopology.internal.connection;

/**
 * All connections of a pool stayed in use for as long as a command may wait for one.
 */
public class PoolExhaustedException extends NothingSentException {

	private static final long serialVersionUID = 1L;

	PoolExhaustedException(String message) {
		super(message, null, null);
	}

}
