package io.github.jedistopology.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;

class SslBundleUpdatesTests {

	private final SslBundle redis = SslBundle.of(SslStoreBundle.NONE);

	private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("redis", this.redis);

	private final List<SslBundle> updates = new ArrayList<>();

	@Test
	void tellsOfTheBundleThatIsReloaded() {
		this.bundles.registerBundle("web", SslBundle.of(SslStoreBundle.NONE));
		new SslBundleUpdates(this.bundles).listen(this.redis, this.updates::add);
		SslBundle reloaded = SslBundle.of(SslStoreBundle.NONE);
		this.bundles.updateBundle("web", SslBundle.of(SslStoreBundle.NONE));
		this.bundles.updateBundle("redis", reloaded);
		assertThat(this.updates).containsExactly(reloaded);
	}

	@Test
	void tellsNothingOfBundlesThatAreNotSpringBoots() {
		new SslBundleUpdates(this.bundles).listen(SslBundle.systemDefault(), this.updates::add);
		new SslBundleUpdates(this.bundles).listen(null, this.updates::add);
		new SslBundleUpdates(null).listen(this.redis, this.updates::add);
		this.bundles.updateBundle("redis", SslBundle.of(SslStoreBundle.NONE));
		assertThat(this.updates).isEmpty();
	}

}
