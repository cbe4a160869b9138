package io.github.jedistopology.testkit;

import java.nio.file.Path;
import java.time.Duration;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RedisClusterLabBuilderTests {

	private final RedisClusterLabBuilder builder = RedisClusterLab.builder();

	@Test
	void saysWhichValueIsWrongAndWhatWouldBeRight() {
		assertRefused(() -> this.builder.shards(0), "shards must be at least 1, not 0");
		assertRefused(() -> this.builder.replicas(-1), "replicas must be 0 or more, not -1");
		assertRefused(() -> this.builder.nodeTimeout(Duration.ZERO), "nodeTimeout must be at least 1 ms, not PT0S");
		assertRefused(() -> this.builder.askWindow(Duration.ofMillis(-1)),
				"askWindow must be zero or more, not PT-0.001S");
		assertRefused(() -> this.builder.redisServer(Path.of("no", "such", "file")),
				"redisServer must be an executable file: no/such/file");
		assertRefused(() -> this.builder.user("a b", "secret"), "user must be a name without spaces");
		assertRefused(() -> this.builder.user("default", "secret"), "not 'default'");
		assertRefused(() -> this.builder.user("app", ""), "password of user app must not be empty");
		assertRefused(() -> this.builder.password(""), "password must not be empty");
	}

	private static void assertRefused(ThrowingCallable call, String message) {
		assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
	}

}
