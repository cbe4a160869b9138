package io.github.jedistopology.internal.view;

/**
 * A source gave no usable view. The message says why, in words that follow the source's
 * name.
 */
public class ViewException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public ViewException(String reason) {
		super(reason);
	}

	public ViewException(String reason, Throwable cause) {
		super(reason, cause);
	}

}
