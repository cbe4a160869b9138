package io.github.jedistopology.boot.autoconfigure;

/**
 * An endpoint is not {@code host:port}. Not an
 * {@link org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException},
 * whose analysis prints the value: a Redis URL may hold a password.
 */
class InvalidEndpointException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidEndpointException(String property, IllegalArgumentException cause) {
		super("Configuration property '%s' is invalid. %s.".formatted(property, cause.getMessage()), cause);
	}

}
