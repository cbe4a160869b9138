package io.github.jedistopology.testkit.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Sorts exceptions into few kinds.
 */
public final class ErrorKind {

	private static final Pattern CODE = Pattern.compile("[A-Z]+\\b");

	private ErrorKind() {
	}

	/**
	 * The exception's simple class name, and for an error that Redis replied also its
	 * code: {@code JedisDataException CLUSTERDOWN}.
	 * @param ex the exception
	 * @return its kind
	 */
	public static String of(RuntimeException ex) {
		String name = ex.getClass().getSimpleName();
		if (ex instanceof JedisDataException && ex.getMessage() != null) {
			Matcher code = CODE.matcher(ex.getMessage());
			return code.lookingAt() ? name + " " + code.group() : name;
		}
		return name;
	}

}
