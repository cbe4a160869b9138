package io.github.jedistopology.boot.autoconfigure;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

import io.github.jedistopology.JedisTopology;

/**
 * Replaces connections when the SSL bundle that they were opened with is reloaded.
 */
class ConnectionRenewal {

	ConnectionRenewal(SslBundles bundles, JedisTopologyProperties.Ssl ssl, JedisTopology topology) {
		String bundleName = ssl.bundle();
		if (ssl.active() && StringUtils.hasLength(bundleName)) {
			bundles.addBundleUpdateHandler(bundleName, (bundle) -> topology.renewConnections());
		}
	}

}
