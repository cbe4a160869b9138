package io.github.jedistopology;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks host names up. Called at each dial and each refresh, from several threads at
 * once; it must not cache for longer than the DNS records allow.
 */
@FunctionalInterface
public interface HostResolver {

	/**
	 * The resolver of the JVM.
	 */
	HostResolver SYSTEM = (host) -> List.of(InetAddress.getAllByName(host));

	/**
	 * Looks a name up.
	 * @param host a host name or a literal IP address
	 * @return at least one address
	 * @throws UnknownHostException if there is no such name
	 */
	List<InetAddress> resolve(String host) throws UnknownHostException;

}
