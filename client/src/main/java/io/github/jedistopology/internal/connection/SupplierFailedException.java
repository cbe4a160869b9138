package io.github.jedistopology.internal.connection;

import java.util.function.Supplier;

import redis.clients.jedis.exceptions.JedisException;

/**
 * The application could not say how to log in or how to encrypt. That says nothing about
 * any node. The message leaves out what the application's own exception says, which may
 * be secret.
 */
public final class SupplierFailedException extends JedisException {

	private static final long serialVersionUID = 1L;

	private SupplierFailedException(String what, RuntimeException cause) {
		super("the supplier of %s failed: %s".formatted(what, cause.getClass().getName()), cause);
	}

	/**
	 * Asks a supplier.
	 * @param <T> what it gives
	 * @param what what it gives, in words
	 * @param supplier the application's
	 * @return what it gave
	 * @throws SupplierFailedException if it failed
	 */
	public static <T> T get(String what, Supplier<T> supplier) {
		try {
			return supplier.get();
		}
		catch (RuntimeException ex) {
			throw new SupplierFailedException(what, ex);
		}
	}

	/**
	 * Tells a supplier something.
	 * @param what what it gives, in words
	 * @param call calls the application's
	 * @throws SupplierFailedException if it failed
	 */
	public static void run(String what, Runnable call) {
		get(what, () -> {
			call.run();
			return what;
		});
	}

}
