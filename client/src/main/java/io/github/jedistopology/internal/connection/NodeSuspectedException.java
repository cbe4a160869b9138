package io.github.jedistopology.internal.connection;

/**
 * The node does not answer at present, so nothing was sent to it. The message says since
 * which failure.
 */
public class NodeSuspectedException extends NothingSentException {

	private static final long serialVersionUID = 1L;

	NodeSuspectedException(String message) {
		super(message, null, null);
	}

	/** Many can come in a short time, and where they come from is known. */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
