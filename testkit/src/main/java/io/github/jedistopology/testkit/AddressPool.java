package io.github.jedistopology.testkit;

import java.util.List;

/**
 * Hands out the addresses of one lab, none of them twice.
 * <p>
 * A pool claims a block of addresses by keeping one socket bound, so that labs side by
 * side, in this JVM or in others, never get in each other's way.
 */
interface AddressPool extends AutoCloseable {

	/**
	 * The next address that nobody listens at.
	 */
	NodeAddress next();

	/**
	 * The IP addresses that a certificate for all nodes of the lab has to name.
	 */
	List<String> certifiedIps();

	@Override
	void close();

}
