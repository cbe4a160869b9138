package io.github.jedistopology.testkit;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import redis.clients.jedis.DefaultJedisClientConfig;

import org.jspecify.annotations.Nullable;

/**
 * Who may use the servers, and how the lab itself and the servers among each other log
 * in.
 *
 * @param directives what redis.conf has to say about it
 * @param adminUser the user that the lab logs in as; null is the default user
 * @param adminPassword its password; null when none is needed
 */
record Access(List<Directive> directives, @Nullable String adminUser, @Nullable String adminPassword) {

	static final List<String> ALL_RIGHTS = List.of("~*", "&*", "+@all");

	static Access open() {
		return new Access(List.of(), null, null);
	}

	/** One password for everybody. */
	static Access password(String password) {
		return new Access(List.of(Directive.of("requirepass", password), Directive.of("masterauth", password)), null,
				password);
	}

	/**
	 * An ACL user with these rights; the default user is off, and the lab has a user of
	 * its own.
	 */
	static Access user(String name, String password, List<String> rules) {
		String admin = "lab-admin-" + UUID.randomUUID();
		String adminPassword = UUID.randomUUID().toString();
		return new Access(List.of(directive(name, password, rules), directive(admin, adminPassword, ALL_RIGHTS),
				Directive.of("user", "default", "off"), Directive.of("masteruser", admin),
				Directive.of("masterauth", adminPassword)), admin, adminPassword);
	}

	private static Directive directive(String name, String password, List<String> rules) {
		return Directive.of("user", Stream.concat(Stream.of(name, "on", ">" + password), rules.stream()).toArray());
	}

	/** The part of a MIGRATE command that logs in at the target. */
	List<String> migrateArguments() {
		if (this.adminPassword == null) {
			return List.of();
		}
		return (this.adminUser != null) ? List.of("AUTH2", this.adminUser, this.adminPassword)
				: List.of("AUTH", this.adminPassword);
	}

	DefaultJedisClientConfig.Builder clientConfig() {
		return DefaultJedisClientConfig.builder().user(this.adminUser).password(this.adminPassword);
	}

	@Override
	public String toString() {
		return "Access[" + ((this.adminPassword != null) ? "with password" : "open") + "]";
	}

}
