package io.github.jedistopology.internal.view;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.NodeRole;

/**
 * A node in the words of a source.
 *
 * @param id its node ID
 * @param host where clients shall connect to: {@code null} means the host that was asked,
 * "?" that the node has no host name, although the cluster prefers these
 * @param ip its IP address, {@code null} when it is not told
 * @param port its port for connections of the kind that clients use, 0 when it has none
 * @param role what it does
 * @param health how it is
 */
record Member(String id, @Nullable String host, @Nullable String ip, int port, NodeRole role, NodeHealth health) {

	Member {
		if (id.isEmpty() || id.indexOf(':') >= 0) {
			throw ViewException.unexpected("a node ID", ViewException.quote(id));
		}
		if (port < 0 || port > 65535) {
			throw new ViewException("its view has a node with port " + port);
		}
	}

	/** Where it is, if {@link #host()} does not say it. */
	@Nullable String knownHost(String asked) {
		if (this.host == null) {
			return asked;
		}
		return this.host.equals("?") ? this.ip : this.host;
	}

	/** A host if it is an IP address. */
	static @Nullable String numeric(@Nullable String host) {
		if (host == null || host.indexOf(':') >= 0) {
			return host;
		}
		for (int i = 0; i < host.length(); i++) {
			if (host.charAt(i) != '.' && (host.charAt(i) < '0' || host.charAt(i) > '9')) {
				return null;
			}
		}
		return host;
	}

}
