package io.github.jedistopology.boot.autoconfigure;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Tells when a bundle is reloaded, whoever it came from: it is one of Spring Boot's, or
 * never changes.
 */
class SslBundleUpdates {

	private final @Nullable SslBundles bundles;

	SslBundleUpdates(@Nullable SslBundles bundles) {
		this.bundles = bundles;
	}

	void listen(@Nullable SslBundle bundle, Consumer<SslBundle> listener) {
		if (this.bundles != null) {
			SslBundles bundles = this.bundles;
			bundles.getBundleNames()
				.stream()
				.filter((name) -> bundles.getBundle(name) == bundle)
				.forEach((name) -> bundles.addBundleUpdateHandler(name, listener));
		}
	}

}
