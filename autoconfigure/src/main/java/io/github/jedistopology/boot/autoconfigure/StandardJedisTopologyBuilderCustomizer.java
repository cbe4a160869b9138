package io.github.jedistopology.boot.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology.Builder;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.SuspicionSettings;
import io.github.jedistopology.Timeouts;

/**
 * Applies {@link JedisTopologyProperties}, and the beans that stand for some of them.
 * Names the property when a value makes no sense.
 */
class StandardJedisTopologyBuilderCustomizer implements JedisTopologyBuilderCustomizer, Ordered {

	private static final String PREFIX = "jedis-topology.";

	private final JedisTopologyProperties properties;

	private final TlsSettingsFactory tls;

	private final ObjectProvider<HostResolver> hostResolver;

	private final ObjectProvider<RetryPolicy> retryPolicy;

	StandardJedisTopologyBuilderCustomizer(JedisTopologyProperties properties, TlsSettingsFactory tls,
			ObjectProvider<HostResolver> hostResolver, ObjectProvider<RetryPolicy> retryPolicy) {
		this.properties = properties;
		this.tls = tls;
		this.hostResolver = hostResolver;
		this.retryPolicy = retryPolicy;
	}

	@Override
	public void customize(Builder builder) {
		builder.name(this.properties.name())
			.timeouts(timeouts(this.properties.timeouts()))
			.pool(pool(this.properties.pool()))
			.suspicion(suspicion(this.properties.suspicion()))
			.refresh(refresh(this.properties.refresh()))
			.retry(this.retryPolicy.getIfUnique(() -> retry(this.properties.retry())));
		this.hostResolver.ifUnique(builder::hostResolver);
		applyEndpoints(builder);
		applyClientName(builder);
		applyCredentials(builder);
		if (this.properties.ssl().active()) {
			builder.tls(this.tls.create(this.properties.ssl().bundle()));
		}
	}

	private void applyEndpoints(Builder builder) {
		List<String> endpoints = this.properties.endpoints();
		for (int index = 0; index < endpoints.size(); index++) {
			applyEndpoint(builder, index, endpoints.get(index));
		}
		if (!endpoints.isEmpty()) {
			builder.endpoints(endpoints);
		}
	}

	private void applyEndpoint(Builder builder, int index, String endpoint) {
		try {
			builder.endpoints(endpoint);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointException(PREFIX + "endpoints[%d]".formatted(index), ex);
		}
	}

	private void applyClientName(Builder builder) {
		String clientName = this.properties.clientName();
		if (StringUtils.hasText(clientName)) {
			try {
				builder.clientName(clientName);
			}
			catch (IllegalArgumentException ex) {
				throw invalid("client-name", clientName, "Expected printable ASCII characters without spaces.");
			}
		}
	}

	private void applyCredentials(Builder builder) {
		String username = this.properties.username();
		String password = this.properties.password();
		if (StringUtils.hasLength(password)) {
			builder.credentials(StringUtils.hasText(username) ? username : null, password);
		}
		else if (StringUtils.hasText(username)) {
			throw invalid("username", username, "Expected a password with it: set 'jedis-topology.password' too.");
		}
	}

	private static Timeouts timeouts(JedisTopologyProperties.Timeouts timeouts) {
		return new Timeouts(positive("timeouts.connect", timeouts.connect()),
				positive("timeouts.command", timeouts.command()),
				positive("timeouts.topology-query", timeouts.topologyQuery()));
	}

	private static PoolSettings pool(JedisTopologyProperties.Pool pool) {
		return new PoolSettings(positive("pool.max-total", pool.maxTotal()), positive("pool.max-wait", pool.maxWait()),
				positive("pool.max-idle-time", pool.maxIdleTime()));
	}

	private static RetryPolicy retry(JedisTopologyProperties.Retry retry) {
		Duration initialBackoff = positive("retry.initial-backoff", retry.initialBackoff());
		Duration maxBackoff = positive("retry.max-backoff", retry.maxBackoff());
		if (maxBackoff.compareTo(initialBackoff) < 0) {
			throw invalid("retry.max-backoff", maxBackoff,
					"Expected at least 'jedis-topology.retry.initial-backoff' (%d ms)."
						.formatted(initialBackoff.toMillis()));
		}
		return new RetryPolicy(positive("retry.max-attempts", retry.maxAttempts()),
				positive("retry.budget", retry.budget()), initialBackoff, maxBackoff, retry.idempotentCommands());
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
