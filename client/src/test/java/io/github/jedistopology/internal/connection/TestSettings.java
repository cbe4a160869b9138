package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.SuspicionSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.TlsSettings;

/**
 * Settings of which a test says only what it is about.
 */
public final class TestSettings {

	private TestSettings() {
	}

	public static ClusterSettings defaults() {
		return of(null, null, Timeouts.DEFAULTS, PoolSettings.DEFAULTS, HostResolver.SYSTEM);
	}

	public static ClusterSettings pool(int maxTotal, Duration maxWait) {
		return of(null, null, Timeouts.DEFAULTS, new PoolSettings(maxTotal, maxWait, Duration.ofMinutes(1)),
				HostResolver.SYSTEM);
	}

	public static ClusterSettings resp3(@Nullable RedisCredentials credentials) {
		return settings((credentials != null) ? () -> credentials : null, null, RedisProtocol.RESP3, Timeouts.DEFAULTS,
				PoolSettings.DEFAULTS, HostResolver.SYSTEM);
	}

	public static ClusterSettings of(@Nullable RedisCredentials credentials, @Nullable TlsSettings tls,
			Timeouts timeouts, PoolSettings pool, HostResolver resolver) {
		return settings((credentials != null) ? () -> credentials : null, (tls != null) ? () -> tls : null,
				RedisProtocol.RESP2, timeouts, pool, resolver);
	}

	public static ClusterSettings changing(Supplier<RedisCredentials> credentials) {
		return settings(credentials, null, RedisProtocol.RESP2, Timeouts.DEFAULTS, PoolSettings.DEFAULTS,
				HostResolver.SYSTEM);
	}

	private static ClusterSettings settings(@Nullable Supplier<RedisCredentials> credentials,
			@Nullable Supplier<TlsSettings> tls, RedisProtocol protocol, Timeouts timeouts, PoolSettings pool,
			HostResolver resolver) {
		return new ClusterSettings("test", List.of(new HostAndPort("seed.invalid", 6379)), credentials, "tests", tls,
				protocol, timeouts, pool, SuspicionSettings.DEFAULTS, RefreshSettings.DEFAULTS, RetryPolicy.DEFAULTS,
				ReadSettings.DEFAULTS, AddressMapper.IDENTITY, resolver, true, List.of());
	}

}
