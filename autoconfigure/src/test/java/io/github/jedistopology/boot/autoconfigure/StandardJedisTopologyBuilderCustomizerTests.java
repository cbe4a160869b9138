package io.github.jedistopology.boot.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.RedisProtocol;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.SslBundle;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.JedisTopology.Builder;
import io.github.jedistopology.NodeZones;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.ReadFrom;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.SuspicionSettings;
import io.github.jedistopology.Timeouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Answers.RETURNS_SELF;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class StandardJedisTopologyBuilderCustomizerTests {

	private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

	private final Builder builder = mock(Builder.class, RETURNS_SELF);

	private DataRedisSettings dataRedis = DataRedisSettings.NONE;

	@Test
	void defaultsAreThoseOfTheClient() {
		customize(Map.of());
		verify(this.builder).name("default");
		verify(this.builder).protocol(RedisProtocol.RESP2);
		verify(this.builder).timeouts(Timeouts.DEFAULTS);
		verify(this.builder).pool(PoolSettings.DEFAULTS);
		verify(this.builder).retry(RetryPolicy.DEFAULTS);
		verify(this.builder).reads(ReadSettings.DEFAULTS);
		verify(this.builder).suspicion(SuspicionSettings.DEFAULTS);
		verify(this.builder).refresh(RefreshSettings.DEFAULTS);
		verify(this.builder).splitMultiKeyCommands(true);
		verify(this.builder, never()).endpoints(anyCollection());
		verify(this.builder, never()).clientName(any());
		verify(this.builder, never()).tls(any(ReloadingTls.class));
		verify(this.builder, never()).hostResolver(any());
	}

	@Test
	void appliesEveryProperty() {
		customize(Map.ofEntries(Map.entry("name", "orders"), Map.entry("endpoints", "a.test:1,b.test:2"),
				Map.entry("client-name", "shop"), Map.entry("protocol", "resp3"), Map.entry("ssl.enabled", "true"),
				Map.entry("timeouts.connect", "1ms"), Map.entry("timeouts.command", "2ms"),
				Map.entry("timeouts.topology-query", "3ms"), Map.entry("pool.max-total", "4"),
				Map.entry("pool.max-wait", "5ms"), Map.entry("pool.max-idle-time", "6ms"),
				Map.entry("pool.max-blocking", "7"), Map.entry("retry.max-attempts", "7"),
				Map.entry("retry.max-redirections", "6"), Map.entry("retry.budget", "8ms"),
				Map.entry("retry.initial-backoff", "9ms"), Map.entry("retry.max-backoff", "10ms"),
				Map.entry("refresh.interval", "11ms"), Map.entry("refresh.sources", "12"),
				Map.entry("refresh.timeout", "13ms"), Map.entry("retry.idempotent-commands", "set, DEL"),
				Map.entry("suspicion.silence", "13ms"), Map.entry("suspicion.fail-fast", "true"),
				Map.entry("suspicion.max-waiting", "14"), Map.entry("split-multi-key-commands", "false"),
				Map.entry("reads.from", "nearest"), Map.entry("reads.max-lag", "15KB"), Map.entry("reads.zone", "a")));
		verify(this.builder).name("orders");
		verify(this.builder).protocol(RedisProtocol.RESP3);
		verify(this.builder).endpoints(List.of("a.test:1", "b.test:2"));
		verify(this.builder).clientName("shop");
		verify(this.builder).tls(any(ReloadingTls.class));
		verify(this.builder).timeouts(new Timeouts(ms(1), ms(2), ms(3)));
		verify(this.builder).pool(new PoolSettings(4, ms(5), ms(6), 7));
		verify(this.builder).retry(new RetryPolicy(7, 6, ms(8), ms(9), ms(10), Set.of("SET", "DEL")));
		verify(this.builder).reads(new ReadSettings(ReadFrom.NEAREST, 15 * 1024, "a", NodeZones.UNKNOWN));
		verify(this.builder).suspicion(new SuspicionSettings(ms(13), true, 14));
		verify(this.builder).splitMultiKeyCommands(false);
		verify(this.builder).refresh(new RefreshSettings(ms(11), 12, ms(13)));
	}

	@Test
	void readsStayInTheZoneThatABeanKnows() {
		NodeZones zones = (node) -> "a";
		this.beans.addBean("zones", zones);
		customize(Map.of("reads.from", "same-zone", "reads.zone", "a"));
		verify(this.builder).reads(new ReadSettings(ReadFrom.SAME_ZONE, ReadSettings.DEFAULTS.maxLag(), "a", zones));
	}

	@Test
	void emptyTextIsNoValue() {
		customize(Map.of("client-name", "", "ssl.bundle", "", "timeouts.connect", ""));
		verify(this.builder).timeouts(Timeouts.DEFAULTS);
		verify(this.builder, never()).clientName(any());
		verify(this.builder, never()).tls(any(ReloadingTls.class));
	}

	@Test
	void sslCanBeSwitchedOffInSpiteOfBundle() {
		customize(Map.of("ssl.enabled", "false", "ssl.bundle", "unknown"));
		verify(this.builder, never()).tls(any(ReloadingTls.class));
	}

	@Test
	void beansComeBeforeProperties() {
		RetryPolicy retry = new RetryPolicy(1, ms(2), ms(3), ms(4));
		HostResolver resolver = (host) -> List.of();
		this.beans.addBean("retry", retry);
		this.beans.addBean("resolver", resolver);
		customize(Map.of("retry.max-attempts", "9"));
		verify(this.builder).retry(retry);
		verify(this.builder).hostResolver(resolver);
	}

	@Test
	void springDatasPropertiesCountWhereOursSayNothing() {
		this.dataRedis = dataRedis(ms(21), ms(22), 3);
		customize(Map.of());
		verify(this.builder).endpoints(List.of("boot.test:1"));
		verify(this.builder).tls(any(ReloadingTls.class));
		verify(this.builder).clientName("boot-name");
		verify(this.builder).timeouts(new Timeouts(ms(21), ms(22), Timeouts.DEFAULTS.topologyQuery()));
		verify(this.builder).retry(argThat(
				(retry) -> retry.maxRedirections() == 3 && retry.maxAttempts() == RetryPolicy.DEFAULTS.maxAttempts()));
	}

	@Test
	void ourPropertiesComeBeforeSpringDatas() {
		this.dataRedis = dataRedis(ms(21), ms(22), 3);
		customize(Map.of("endpoints", "a.test:1", "ssl.enabled", "false", "client-name", "shop", "timeouts.connect",
				"1ms", "timeouts.command", "2ms", "retry.max-redirections", "7"));
		verify(this.builder).endpoints(List.of("a.test:1"));
		verify(this.builder, never()).tls(any(ReloadingTls.class));
		verify(this.builder).clientName("shop");
		verify(this.builder).timeouts(new Timeouts(ms(1), ms(2), Timeouts.DEFAULTS.topologyQuery()));
		verify(this.builder).retry(argThat((retry) -> retry.maxRedirections() == 7));
	}

	@Test
	void valuesOfAnotherServersThatDoNotCountAreNotLookedAt() {
		this.dataRedis = dataRedis(ms(0), ms(-1), -1);
		customize(Map.of("timeouts.connect", "1ms", "timeouts.command", "2ms", "retry.max-redirections", "3"));
		verify(this.builder).timeouts(new Timeouts(ms(1), ms(2), Timeouts.DEFAULTS.topologyQuery()));
		verify(this.builder).retry(argThat((retry) -> retry.maxRedirections() == 3));
	}

	@Test
	void redirectionsOfAnotherServersAreNotLookedAtBesideARetryPolicy() {
		this.dataRedis = dataRedis(null, null, -1);
		this.beans.addBean("retry", RetryPolicy.DEFAULTS);
		customize(Map.of());
		verify(this.builder).retry(RetryPolicy.DEFAULTS);
	}

	@ParameterizedTest
	@CsvSource({ "connect-timeout, -1, 1, 1", "timeout, 1, 0, 1", "cluster.max-redirects, 1, 1, -1" })
	void refusesSpringDatasValueByTheNameOfItsProperty(String property, int connectTimeout, int timeout,
			int maxRedirects) {
		this.dataRedis = dataRedis(ms(connectTimeout), ms(timeout), maxRedirects);
		assertRefused("spring.data.redis." + property, Map.of());
	}

	private static DataRedisSettings dataRedis(@Nullable Duration connectTimeout, @Nullable Duration timeout,
			@Nullable Integer maxRedirects) {
		return new DataRedisSettings(List.of("boot.test:1"), null, null, SslBundle.systemDefault(), 0, "boot-name",
				connectTimeout, timeout, maxRedirects);
	}

	@Test
	void connectionDetailsComeBeforeProperties() {
		AddressMapper mapper = (announced) -> announced;
		JedisTopologyConnectionDetails details = mock();
		given(details.getEndpoints()).willReturn(List.of("container.test:1"));
		given(details.getSslBundle()).willReturn(SslBundle.systemDefault());
		given(details.getAddressMapper()).willReturn(mapper);
		customize(this.builder, bind(Map.of("name", "orders", "endpoints", "a.test:1", "ssl.enabled", "false")),
				details);
		verify(this.builder).name("orders");
		verify(this.builder).endpoints(List.of("container.test:1"));
		verify(this.builder).tls(any(ReloadingTls.class));
		verify(this.builder).addressMapper(mapper);
	}

	@ParameterizedTest
	@CsvSource({ "timeouts.connect, 0ms", "timeouts.connect, -1s", "timeouts.command, 0ms",
			"timeouts.topology-query, 0ms", "timeouts.topology-query, 2001ms", "pool.max-total, 0",
			"pool.max-wait, 0ms", "pool.max-idle-time, -1ms", "pool.max-blocking, 0", "retry.max-attempts, 0",
			"retry.max-redirections, -1", "retry.budget, 0ms", "retry.initial-backoff, 0ms", "retry.max-backoff, 0ms",
			"retry.max-backoff, 9ms", "refresh.interval, 0ms", "refresh.sources, 0", "refresh.timeout, 0ms",
			"reads.max-lag, -1B", "reads.from, same-zone", "client-name, a b", "ssl.bundle, unknown", "name, ' '",
			"name, eu/orders" })
	void refusesValueByTheNameOfItsProperty(String property, String value) {
		assertRefused("jedis-topology." + property, Map.of(property, value));
	}

	private void assertRefused(String property, Map<String, String> properties) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> customize(JedisTopology.builder(), properties))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo(property);
				assertThat(ex.getValue()).isNotNull();
				assertThat(ex.getReason()).matches("(?s)[A-Z].*\\.");
			});
	}

	@Test
	void refusesMalformedEndpointByItsPlace() {
		assertThatExceptionOfType(InvalidEndpointException.class)
			.isThrownBy(() -> customize(JedisTopology.builder(), Map.of("endpoints", "a.test:6379,b.test")))
			.withMessageContaining("'jedis-topology.endpoints[1]'")
			.withMessageContaining("'b.test'")
			.withMessageContaining("host:port");
	}

	@Test
	void neverShowsPasswordInEndpoint() {
		assertThatExceptionOfType(InvalidEndpointException.class)
			.isThrownBy(() -> customize(JedisTopology.builder(), Map.of("endpoints", "redis://app:secret@a.test/0")))
			.withMessageNotContaining("secret");
	}

	private void customize(Map<String, String> properties) {
		customize(this.builder, properties);
	}

	private void customize(Builder builder, Map<String, String> properties) {
		JedisTopologyProperties bound = bind(properties);
		customize(builder, bound, new PropertiesJedisTopologyConnectionDetails(bound, this.dataRedis, null));
	}

	private void customize(Builder builder, JedisTopologyProperties properties,
			JedisTopologyConnectionDetails connectionDetails) {
		new StandardJedisTopologyBuilderCustomizer(properties, connectionDetails, this.dataRedis,
				this.beans.getBeanProvider(HostResolver.class), this.beans.getBeanProvider(RetryPolicy.class),
				this.beans.getBeanProvider(NodeZones.class), new SslBundleUpdates(null))
			.customize(builder);
	}

	private static JedisTopologyProperties bind(Map<String, String> properties) {
		Map<String, String> source = new HashMap<>();
		properties.forEach((name, value) -> source.put("jedis-topology." + name, value));
		return new Binder(new MapConfigurationPropertySource(source)).bindOrCreate("jedis-topology",
				JedisTopologyProperties.class);
	}

	private static Duration ms(long millis) {
		return Duration.ofMillis(millis);
	}

}
