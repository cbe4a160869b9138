package io.github.jedistopology.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What is wrong with a name.
 */
interface NameFault {

	/**
	 * Answers a look-up instead of the truth.
	 * @param truth answers as if nothing were wrong
	 */
	List<InetAddress> resolve(String host, Truth truth) throws UnknownHostException;

	/** Lets go the look-ups that wait. */
	default void end() {
	}

	/** The answer when nothing is wrong. */
	interface Truth {

		List<InetAddress> resolve(String host) throws UnknownHostException;

	}

	/** Look-ups wait until this ends. */
	final class Hanging implements NameFault {

		private final CountDownLatch ended = new CountDownLatch(1);

		@Override
		public List<InetAddress> resolve(String host, Truth truth) throws UnknownHostException {
			try {
				this.ended.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new UnknownHostException(host + ": interrupted while the look-up hung");
			}
			return truth.resolve(host);
		}

		@Override
		public void end() {
			this.ended.countDown();
		}

	}

}
