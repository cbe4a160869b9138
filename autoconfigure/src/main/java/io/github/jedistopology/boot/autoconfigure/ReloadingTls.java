package io.github.jedistopology.boot.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

import io.github.jedistopology.TlsSettings;

/**
 * The TLS settings of an {@link SslBundle} that may be reloaded: those of the bundle as
 * it is now. They are made once for each bundle. Thread-safe.
 */
class ReloadingTls implements Supplier<TlsSettings> {

	private final Supplier<SslBundle> bundle;

	private volatile @Nullable Loaded loaded;

	ReloadingTls(Supplier<SslBundle> bundle) {
		this.bundle = bundle;
	}

	@Override
	public TlsSettings get() {
		SslBundle current = this.bundle.get();
		Loaded loaded = this.loaded;
		if (loaded == null || loaded.bundle() != current) {
			loaded = new Loaded(current, TlsSettingsFactory.settings(current));
			this.loaded = loaded;
		}
		return loaded.settings();
	}

	private record Loaded(SslBundle bundle, TlsSettings settings) {

	}

}
