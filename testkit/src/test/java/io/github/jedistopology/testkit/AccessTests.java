package io.github.jedistopology.testkit;

import java.util.List;

import org.junit.jupiter.api.Test;

import redis.clients.jedis.JedisClientConfig;

import static org.assertj.core.api.Assertions.assertThat;

class AccessTests {

	@Test
	void openNeedsNothing() {
		Access access = Access.open();
		assertThat(access.directives()).isEmpty();
		assertThat(access.migrateArguments()).isEmpty();
	}

	@Test
	void onePasswordIsForClientsReplicasAndMigrations() {
		Access access = Access.password("secret");
		assertThat(access.directives()).extracting(Directive::name).containsExactly("requirepass", "masterauth");
		assertThat(access.migrateArguments()).containsExactly("AUTH", "secret");
		assertThat(access.clientConfig().build().getPassword()).isEqualTo("secret");
	}

	@Test
	void aUserLeavesTheDefaultUserOffAndTheLabWithOneOfItsOwn() {
		Access access = Access.user("app", "secret", List.of("~app:*", "+@read"));
		assertThat(access.directives()).contains(Directive.of("user", "default", "off"))
			.contains(Directive.of("user", "app", "on", ">secret", "~app:*", "+@read"));
		JedisClientConfig config = access.clientConfig().build();
		assertThat(config.getUser()).startsWith("lab-admin");
		assertThat(access.migrateArguments()).containsExactly("AUTH2", config.getUser(), config.getPassword());
	}

	@Test
	void doesNotPrintPasswords() {
		assertThat(Access.password("secret").toString()).doesNotContain("secret");
		assertThat(Access.user("app", "secret", Access.ALL_RIGHTS).toString()).doesNotContain("secret");
	}

}
