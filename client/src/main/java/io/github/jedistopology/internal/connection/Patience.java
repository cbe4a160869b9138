package io.github.jedistopology.internal.connection;

import java.io.IOException;

/**
 * Decides how long to go on with a read that waits on purpose. A thread in such a read
 * can be woken by nobody, so it looks up by itself.
 */
@FunctionalInterface
public interface Patience {

	/**
	 * Returns if the read may go on. Called on the thread that reads, before the read,
	 * and about ten times a second while nothing comes.
	 * @throws IOException to end the read
	 */
	void check() throws IOException;

}
