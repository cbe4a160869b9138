package io.github.jedistopology.boot.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology.Builder;
import io.github.jedistopology.NodeZones;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.SuspicionSettings;
import io.github.jedistopology.Timeouts;

/**
 * Applies {@link JedisTopologyConnectionDetails}, {@link JedisTopologyProperties}, the
 * beans that stand for some of them, and {@link DataRedisSettings} where they say
 * nothing; who logs in is another's. Names the property when a value makes no sense, and
 * looks only at values that count.
 */
class StandardJedisTopologyBuilderCustomizer implements JedisTopologyBuilderCustomizer, Ordered {

	private static final String PREFIX = "jedis-topology.";

	private static final String DATA_REDIS_PREFIX = "spring.data.redis.";

	private final JedisTopologyProperties properties;

	private final JedisTopologyConnectionDetails connectionDetails;

	private final DataRedisSettings dataRedis;

	private final ObjectProvider<HostResolver> hostResolver;

	private final ObjectProvider<RetryPolicy> retryPolicy;

	private final ObjectProvider<NodeZones> nodeZones;

	private final SslBundleUpdates sslBundleUpdates;

	StandardJedisTopologyBuilderCustomizer(JedisTopologyProperties properties,
			JedisTopologyConnectionDetails connectionDetails, DataRedisSettings dataRedis,
			ObjectProvider<HostResolver> hostResolver, ObjectProvider<RetryPolicy> retryPolicy,
			ObjectProvider<NodeZones> nodeZones, SslBundleUpdates sslBundleUpdates) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.dataRedis = dataRedis;
		this.hostResolver = hostResolver;
		this.retryPolicy = retryPolicy;
		this.nodeZones = nodeZones;
		this.sslBundleUpdates = sslBundleUpdates;
	}

	@Override
	public void customize(Builder builder) {
		builder.protocol(this.properties.protocol())
			.timeouts(timeouts(this.properties.timeouts()))
			.pool(pool(this.properties.pool()))
			.suspicion(suspicion(this.properties.suspicion()))
			.refresh(refresh(this.properties.refresh()))
			.splitMultiKeyCommands(this.properties.splitMultiKeyCommands())
			.reads(reads(this.properties.reads()))
			.retry(this.retryPolicy.getIfAvailable(() -> retry(this.properties.retry())))
			.addressMapper(this.connectionDetails.getAddressMapper());
		this.hostResolver.ifAvailable(builder::hostResolver);
		applyName(builder);
		applyEndpoints(builder);
		applyClientName(builder);
		applyTls(builder);
	}

	private void applyName(Builder builder) {
		try {
			builder.name(this.properties.name());
		}
		catch (IllegalArgumentException ex) {
			throw invalid("name", this.properties.name(), "Expected a short name without '/', for example orders.");
		}
	}

	private void applyEndpoints(Builder builder) {
		List<String> endpoints = this.connectionDetails.getEndpoints();
		if (!endpoints.isEmpty()) {
			builder.endpoints(endpoints);
		}
	}

	private void applyClientName(Builder builder) {
		if (StringUtils.hasText(this.properties.clientName())) {
			applyClientName(builder, PREFIX + "client-name", this.properties.clientName());
		}
		else if (StringUtils.hasText(this.dataRedis.clientName())) {
			applyClientName(builder, DATA_REDIS_PREFIX + "client-name", this.dataRedis.clientName());
		}
	}

	private static void applyClientName(Builder builder, String property, String clientName) {
		try {
			builder.clientName(clientName);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, clientName,
					"Expected printable ASCII characters without spaces.");
		}
	}

	private void applyTls(Builder builder) {
		SslBundle bundle = this.connectionDetails.getSslBundle();
		if (bundle != null) {
			ReloadingTls tls = new ReloadingTls(bundle);
			this.sslBundleUpdates.listen(bundle, tls::reload);
			builder.tls(tls);
		}
	}

	private Timeouts timeouts(JedisTopologyProperties.Timeouts timeouts) {
		return new Timeouts(
				timeout("timeouts.connect", timeouts.connect(), "connect-timeout", this.dataRedis.connectTimeout(),
						Timeouts.DEFAULTS.connect()),
				timeout("timeouts.command", timeouts.command(), "timeout", this.dataRedis.commandTimeout(),
						Timeouts.DEFAULTS.command()),
				topologyQuery(timeouts.topologyQuery()));
	}

	private Duration topologyQuery(Duration topologyQuery) {
		Duration refresh = positive("refresh.timeout", this.properties.refresh().timeout());
		if (topologyQuery.compareTo(refresh) > 0) {
			throw invalid("timeouts.topology-query", topologyQuery,
					"Expected at most 'jedis-topology.refresh.timeout' (%d ms).".formatted(refresh.toMillis()));
		}
		return positive("timeouts.topology-query", topologyQuery);
	}

	private static Duration timeout(String property, @Nullable Duration own, String dataRedisProperty,
			@Nullable Duration dataRedis, Duration other) {
		if (own != null) {
			return positive(property, own);
		}
		return (dataRedis != null) ? positive(DATA_REDIS_PREFIX, dataRedisProperty, dataRedis) : other;
	}

	private static PoolSettings pool(JedisTopologyProperties.Pool pool) {
		return new PoolSettings(positive("pool.max-total", pool.maxTotal()), positive("pool.max-wait", pool.maxWait()),
				positive("pool.max-idle-time", pool.maxIdleTime()), positive("pool.max-blocking", pool.maxBlocking()));
	}

	private RetryPolicy retry(JedisTopologyProperties.Retry retry) {
		Duration initialBackoff = positive("retry.initial-backoff", retry.initialBackoff());
		Duration maxBackoff = positive("retry.max-backoff", retry.maxBackoff());
		if (maxBackoff.compareTo(initialBackoff) < 0) {
			throw invalid("retry.max-backoff", maxBackoff,
					"Expected at least 'jedis-topology.retry.initial-backoff' (%d ms)."
						.formatted(initialBackoff.toMillis()));
		}
		int maxAttempts = positive("retry.max-attempts", retry.maxAttempts());
		return new RetryPolicy(maxAttempts, maxRedirections(retry, maxAttempts),
				positive("retry.budget", retry.budget()), initialBackoff, maxBackoff, retry.idempotentCommands());
	}

	private int maxRedirections(JedisTopologyProperties.Retry retry, int maxAttempts) {
		if (retry.maxRedirections() != null) {
			return notNegative(PREFIX, "retry.max-redirections", retry.maxRedirections());
		}
		return (this.dataRedis.maxRedirects() != null)
				? notNegative(DATA_REDIS_PREFIX, "cluster.max-redirects", this.dataRedis.maxRedirects()) : maxAttempts;
	}

	private ReadSettings reads(JedisTopologyProperties.Reads reads) {
		NodeZones zones = this.nodeZones.getIfAvailable(() -> NodeZones.UNKNOWN);
		if (reads.maxLag().isNegative()) {
			throw invalid("reads.max-lag", reads.maxLag(), "Expected 0B or more, for example 10MB.");
		}
		if (reads.from() == ReadFrom.SAME_ZONE && (!StringUtils.hasText(reads.zone()) || zones == NodeZones.UNKNOWN)) {
			throw invalid("reads.from", reads.from(),
					"Expected 'jedis-topology.reads.zone' with it, and a bean of type NodeZones.");
		}
		return new ReadSettings(reads.from(), reads.maxLag().toBytes(), reads.zone(), zones);
	}

	private static SuspicionSettings suspicion(JedisTopologyProperties.Suspicion suspicion) {
		return new SuspicionSettings(positive("suspicion.silence", suspicion.silence()), suspicion.failFast(),
				positive("suspicion.max-waiting", suspicion.maxWaiting()));
	}

	private static RefreshSettings refresh(JedisTopologyProperties.Refresh refresh) {
		return new RefreshSettings(positive("refresh.interval", refresh.interval()),
				positive("refresh.sources", refresh.sources()), positive("refresh.timeout", refresh.timeout()));
	}

	private static Duration positive(String property, Duration value) {
		return positive(PREFIX, property, value);
	}

	private static Duration positive(String prefix, String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw invalid(prefix, property, value, "Expected a duration above zero, for example 500ms or 2s.");
		}
		return value;
	}

	private static int positive(String property, int value) {
		if (value < 1) {
			throw invalid(property, value, "Expected at least 1.");
		}
		return value;
	}

	private static int notNegative(String prefix, String property, int value) {
		if (value < 0) {
			throw invalid(prefix, property, value, "Expected at least 0.");
		}
		return value;
	}

	private static InvalidConfigurationPropertyValueException invalid(String property, Object value, String reason) {
		return invalid(PREFIX, property, value, reason);
	}

	private static InvalidConfigurationPropertyValueException invalid(String prefix, String property, Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(prefix + property, value, reason);
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
