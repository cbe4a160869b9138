package io.github.jedistopology.sample;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A request parameter has a value that makes no sense: answered as 400 with a problem
 * detail that says what would be right.
 */
public class BadParameterException extends ResponseStatusException {

	private static final long serialVersionUID = 1L;

	/**
	 * A bad parameter.
	 * @param name its name
	 * @param value its value
	 * @param remedy what would be right
	 */
	public BadParameterException(String name, int value, String remedy) {
		super(HttpStatus.BAD_REQUEST, "%s is %d: %s".formatted(name, value, remedy));
	}

	/**
	 * Requires a parameter to be within bounds.
	 * @param name its name
	 * @param value its value
	 * @param min the least value allowed
	 * @param max the greatest value allowed
	 * @throws BadParameterException if it is out of bounds
	 */
	public static void requireBetween(String name, int value, int min, int max) {
		if (value < min || value > max) {
			throw new BadParameterException(name, value, "expected %d to %d".formatted(min, max));
		}
	}

}
