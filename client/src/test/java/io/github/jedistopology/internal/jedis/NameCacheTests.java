package io.github.jedistopology.internal.jedis;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameCache}.
 */
class NameCacheTests {

	private static final List<HostAndPort> ENDPOINTS = List.of(new HostAndPort("10.0.0.1", 6379),
			new HostAndPort("cfg.test", 6379));

	@RegisterExtension
	private final LogLines lines = new LogLines(NameCache.class.getName());

	@ParameterizedTest
	@CsvSource(nullValues = "unset", textBlock = """
			unset, unset, for 30 s
			-1,    unset, for ever
			11,    unset, for 11 s
			unset, 60,    for 60 s
			hello, unset, for 30 s
			""")
	void jvmThatRemembersNamesForLongIsWarnedOfOnce(@Nullable String security, @Nullable String system,
			String expected) {
		NameCache cache = cache(security, system);
		cache.check(ENDPOINTS, HostResolver.SYSTEM);
		cache.check(ENDPOINTS, HostResolver.SYSTEM);
		assertThat(this.lines.get()).singleElement()
			.asString()
			.startsWith("WARN The JVM caches host names " + expected + ".")
			.contains("networkaddress.cache.ttl");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "unset", value = { "10, unset", "0, unset", "5, 60", "unset, 10" })
	void jvmThatForgetsThemSoonIsNot(@Nullable String security, @Nullable String system) {
		cache(security, system).check(ENDPOINTS, HostResolver.SYSTEM);
		assertThat(this.lines.get()).isEmpty();
	}

	@Test
	void addressesAndResolversOfTheApplicationsOwnAreNotCached() {
		cache(null, null).check(List.of(new HostAndPort("10.0.0.1", 6379), new HostAndPort("::1", 6379)),
				HostResolver.SYSTEM);
		cache(null, null).check(ENDPOINTS, (host) -> List.of());
		assertThat(this.lines.get()).isEmpty();
	}

	private static NameCache cache(@Nullable String security, @Nullable String system) {
		return new NameCache((name) -> security, (name) -> system);
	}

}
