package io.github.jedistopology.internal.view;

/**
 * A source gave no usable view. The message says why, in words that follow the source's
 * name.
 */
public class ViewException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_REASON = 300;

	public ViewException(String reason) {
		super(shorten(reason));
	}

	public ViewException(String reason, Throwable cause) {
		super(shorten(reason), cause);
	}

	/** Whatever the source has sent, the reason is one line of a log. */
	private static String shorten(String reason) {
		String line = reason.replaceAll("\\p{Cntrl}", "?");
		return (line.length() > LONGEST_REASON) ? line.substring(0, LONGEST_REASON) + "…" : line;
	}

}
