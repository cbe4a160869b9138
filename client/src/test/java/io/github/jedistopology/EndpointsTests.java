package io.github.jedistopology;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Endpoints}.
 */
class EndpointsTests {

	@ParameterizedTest
	@CsvSource({ "redis.example.com:6379, redis.example.com, 6379", "127.0.0.1:1, 127.0.0.1, 1",
			"localhost:65535, localhost, 65535", "[::1]:6379, ::1, 6379", "[2001:db8::7]:7000, 2001:db8::7, 7000",
			"' host : 6379 ', host, 6379" })
	void hostAndPortAreRead(String text, String host, int port) {
		assertThat(Endpoints.parse(List.of(text))).containsExactly(new HostAndPort(host, port));
	}

	@Test
	void theSameTwiceCountsOnce() {
		assertThat(Endpoints.parse(List.of("a:1", "b:2", "a:1"))).containsExactly(new HostAndPort("a", 1),
				new HostAndPort("b", 2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "host", "host:", ":6379", "host:0", "host:65536", "host:-1", "host:port",
			"host:6379:6380", "::1:6379", "::1", "[]:6379", "[::1]", "redis://host:6379", "a:1,b:2", "a,b:2",
			"host name:6379", "host/0:6379", "99999999999:99999999999" })
	void anythingElseIsRefusedAndNamed(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoints.parse(List.of(text)))
			.withMessageStartingWith("Endpoint '" + text + "': expected host:port");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user:s3cret@host:6379", "s3cret@host:6379", "redis://:s3cret@host", "s3c@ret@host:6379",
			"s3\ncret@host:1" })
	void passwordIsNotRepeated(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoints.parse(List.of(text)))
			.withMessageStartingWith("Endpoint '***@host")
			.withMessageNotContainingAny("s3", "cret", "user");
	}

}
