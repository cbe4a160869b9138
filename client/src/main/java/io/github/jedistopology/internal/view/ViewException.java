package io.github.jedistopology.internal.view;

/**
 * A source gave no usable view. The message says why, in words that follow the source's
 * name.
 */
public class ViewException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_REASON = 300;

	private static final int LONGEST_QUOTATION = 80;

	public ViewException(String reason) {
		super(shorten(reason));
	}

	public ViewException(String reason, Throwable cause) {
		super(shorten(reason), cause);
	}

	static ViewException unexpected(String expected, String found) {
		return new ViewException("its view has %s where %s was expected".formatted(found, expected));
	}

	static String quote(String text) {
		return "'" + ((text.length() > LONGEST_QUOTATION) ? text.substring(0, LONGEST_QUOTATION) + "…" : text) + "'";
	}

	/** Whatever the source has sent, the reason is one line of a log. */
	private static String shorten(String reason) {
		String line = reason.replaceAll("\\p{Cntrl}", "?");
		return (line.length() > LONGEST_REASON) ? line.substring(0, LONGEST_REASON) + "…" : line;
	}

}
