package io.github.jedistopology.boot.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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
 * Applies {@link JedisTopologyProperties}, the beans that stand for some of them, and
 * {@link DataRedisSettings} where they say nothing. Names the property when a value makes
 * no sense.
 */
class StandardJedisTopologyBuilderCustomizer implements JedisTopologyBuilderCustomizer, Ordered {

	private static final String PREFIX = "jedis-topology.";

	private final JedisTopologyProperties properties;

	private final DataRedisSettings dataRedis;

	private final TlsSettingsFactory tls;

	private final ObjectProvider<HostResolver> hostResolver;

	private final ObjectProvider<RetryPolicy> retryPolicy;

	private final ObjectProvider<NodeZones> nodeZones;

	StandardJedisTopologyBuilderCustomizer(JedisTopologyProperties properties, DataRedisSettings dataRedis,
			TlsSettingsFactory tls, ObjectProvider<HostResolver> hostResolver, ObjectProvider<RetryPolicy> retryPolicy,
			ObjectProvider<NodeZones> nodeZones) {
		this.properties = properties;
		this.dataRedis = dataRedis;
		this.tls = tls;
		this.hostResolver = hostResolver;
		this.retryPolicy = retryPolicy;
		this.nodeZones = nodeZones;
	}

	@Override
	public void customize(Builder builder) {
		builder.name(this.properties.name())
			.protocol(this.properties.protocol())
			.timeouts(timeouts(this.properties.timeouts()))
			.pool(pool(this.properties.pool()))
			.suspicion(suspicion(this.properties.suspicion()))
			.refresh(refresh(this.properties.refresh()))
			.splitMultiKeyCommands(this.properties.splitMultiKeyCommands())
			.reads(reads(this.properties.reads()))
			.retry(this.retryPolicy.getIfUnique(() -> retry(this.properties.retry())));
		this.hostResolver.ifUnique(builder::hostResolver);
		applyEndpoints(builder);
		applyClientName(builder);
		applyCredentials(builder);
		applyTls(builder);
	}

	private void applyEndpoints(Builder builder) {
		if (this.properties.endpoints().isEmpty()) {
			applyEndpoints(builder, "spring.data.redis.cluster.nodes", this.dataRedis.endpoints());
		}
		else {
			applyEndpoints(builder, PREFIX + "endpoints", this.properties.endpoints());
		}
	}

	private static void applyEndpoints(Builder builder, String property, List<String> endpoints) {
		for (int index = 0; index < endpoints.size(); index++) {
			applyEndpoint(builder, "%s[%d]".formatted(property, index), endpoints.get(index));
		}
		if (!endpoints.isEmpty()) {
			builder.endpoints(endpoints);
		}
	}

	private static void applyEndpoint(Builder builder, String property, String endpoint) {
		try {
			builder.endpoints(endpoint);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointException(property, ex);
		}
	}

	private void applyClientName(Builder builder) {
		if (StringUtils.hasText(this.properties.clientName())) {
			applyClientName(builder, PREFIX + "client-name", this.properties.clientName());
		}
		else if (StringUtils.hasText(this.dataRedis.clientName())) {
			applyClientName(builder, "spring.data.redis.client-name", this.dataRedis.clientName());
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

	/** User name and password belong together: both come from one place. */
	private void applyCredentials(Builder builder) {
		if (StringUtils.hasText(this.properties.username()) || StringUtils.hasLength(this.properties.password())) {
			applyCredentials(builder, PREFIX, this.properties.username(), this.properties.password());
		}
		else {
			applyCredentials(builder, "spring.data.redis.", this.dataRedis.username(), this.dataRedis.password());
		}
	}

	private static void applyCredentials(Builder builder, String prefix, @Nullable String username,
			@Nullable String password) {
		if (StringUtils.hasLength(password)) {
			builder.credentials(StringUtils.hasText(username) ? username : null, password);
		}
		else if (StringUtils.hasText(username)) {
			throw new InvalidConfigurationPropertyValueException(prefix + "username", username,
					"Expected a password with it: set '%spassword' too.".formatted(prefix));
		}
	}

	private void applyTls(Builder builder) {
		JedisTopologyProperties.Ssl ssl = this.properties.ssl();
		if (ssl.active()) {
			builder.tls(this.tls.create(ssl.bundle()));
		}
		else if (ssl.enabled() == null && this.dataRedis.sslBundle() != null) {
			builder.tls(TlsSettingsFactory.settings(this.dataRedis.sslBundle()));
		}
	}

	private Timeouts timeouts(JedisTopologyProperties.Timeouts timeouts) {
		return new Timeouts(
				positive("timeouts.connect",
						first(timeouts.connect(), this.dataRedis.connectTimeout(), Timeouts.DEFAULTS.connect())),
				positive("timeouts.command",
						first(timeouts.command(), this.dataRedis.commandTimeout(), Timeouts.DEFAULTS.command())),
				positive("timeouts.topology-query", timeouts.topologyQuery()));
	}

	/** A command and its redirections. */
	private int maxAttempts(JedisTopologyProperties.Retry retry) {
		Integer redirects = this.dataRedis.maxRedirects();
		return first(retry.maxAttempts(), (redirects != null) ? redirects + 1 : null,
				RetryPolicy.DEFAULTS.maxAttempts());
	}

	private static <T> T first(@Nullable T own, @Nullable T dataRedis, T other) {
		if (own != null) {
			return own;
		}
		return (dataRedis != null) ? dataRedis : other;
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
		return new RetryPolicy(positive("retry.max-attempts", maxAttempts(retry)),
				positive("retry.budget", retry.budget()), initialBackoff, maxBackoff, retry.idempotentCommands());
	}

	private ReadSettings reads(JedisTopologyProperties.Reads reads) {
		NodeZones zones = this.nodeZones.getIfUnique(() -> NodeZones.UNKNOWN);
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
		if (value.isNegative() || value.isZero()) {
			throw invalid(property, value, "Expected a duration above zero, for example 500ms or 2s.");
		}
		return value;
	}

	private static int positive(String property, int value) {
		if (value < 1) {
			throw invalid(property, value, "Expected at least 1.");
		}
		return value;
	}

	private static InvalidConfigurationPropertyValueException invalid(String property, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
