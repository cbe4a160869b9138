package io.github.jedistopology.internal.jedis;

import java.security.Security;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.HostResolver;

/**
 * The JVM's cache of names. As long as it remembers an address, nobody can see that the
 * name stands for another one; the providers of Redis advise 5 to 10 s.
 */
final class NameCache {

	private static final Logger logger = LoggerFactory.getLogger(NameCache.class);

	static final int LONGEST_SECONDS = 10;

	/** What the JVM does when it is told nothing ("networkaddress.cache.ttl"). */
	private static final int DEFAULT_SECONDS = 30;

	private static final int FOR_EVER = -1;

	private static final NameCache JVM = new NameCache(Security::getProperty, System::getProperty);

	private final AtomicBoolean warned = new AtomicBoolean();

	private final Function<String, @Nullable String> securityProperties;

	private final Function<String, @Nullable String> systemProperties;

	NameCache(Function<String, @Nullable String> securityProperties,
			Function<String, @Nullable String> systemProperties) {
		this.securityProperties = securityProperties;
		this.systemProperties = systemProperties;
	}

	static NameCache ofJvm() {
		return JVM;
	}

	/** Warns, once in the life of the JVM, if a client will see new addresses late. */
	void check(List<HostAndPort> endpoints, HostResolver resolver) {
		int seconds = seconds();
		boolean slow = seconds == FOR_EVER || seconds > LONGEST_SECONDS;
		if (slow && resolver == HostResolver.SYSTEM && endpoints.stream().anyMatch(NameCache::isName)
				&& this.warned.compareAndSet(false, true)) {
			logger.warn(
					"The JVM caches host names {}. Addresses that change behind a name will be seen that late: set "
							+ "the security property networkaddress.cache.ttl to at most {} before the first look-up",
					(seconds == FOR_EVER) ? "for ever" : "for %d s".formatted(seconds), LONGEST_SECONDS);
		}
	}

	private static boolean isName(HostAndPort endpoint) {
		return endpoint.getHost().indexOf(':') < 0 && !endpoint.getHost().matches("[0-9.]+");
	}

	private int seconds() {
		String told = this.securityProperties.apply("networkaddress.cache.ttl");
		if (told == null) {
			told = this.systemProperties.apply("sun.net.inetaddr.ttl");
		}
		try {
			return (told != null) ? Math.max(FOR_EVER, Integer.parseInt(told.strip())) : DEFAULT_SECONDS;
		}
		catch (NumberFormatException ex) {
			return DEFAULT_SECONDS;
		}
	}

}
