package io.github.jedistopology.boot.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

import io.github.jedistopology.AddressMapper;

/**
 * Details required to establish a connection to a Redis Cluster. A bean of this type
 * stands for the properties that say the same: where the cluster is, who logs in, and how
 * connections are encrypted.
 */
public interface JedisTopologyConnectionDetails extends ConnectionDetails {

	/**
	 * Where to start.
	 * @return texts like {@code clustercfg.example.com:6379}
	 */
	List<String> getEndpoints();

	/**
	 * Login username of the cluster.
	 * @return an ACL user, {@code null} for the default user
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Login password of the cluster.
	 * @return the password, {@code null} not to log in
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * SSL bundle to use.
	 * @return the SSL bundle, {@code null} not to encrypt connections
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

	/**
	 * Where this application reaches the nodes, if not where they say.
	 * @return maps what the nodes announce
	 */
	default AddressMapper getAddressMapper() {
		return AddressMapper.IDENTITY;
	}

}
