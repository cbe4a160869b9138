package io.github.jedistopology.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;

import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RedisExceptionHandler}.
 */
class RedisExceptionHandlerTests {

	private final RedisClusterClient redis = mock();

	private final MockMvcTester mvc = MockMvcTester.of(List.of(new CounterController(this.redis)),
			(builder) -> builder.setControllerAdvice(new RedisExceptionHandler()).build());

	@Test
	void anUnreachableClusterMakesTheServiceUnavailable() {
		given(this.redis.incr("counter:visits")).willThrow(new JedisClusterOperationException("no node answers"));
		assertThat(this.mvc.post().uri("/api/counters/visits")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("no node answers");
	}

	@Test
	void aRefusedCommandIsAConflict() {
		given(this.redis.incr("counter:visits")).willThrow(new JedisDataException("WRONGTYPE of key"));
		assertThat(this.mvc.post().uri("/api/counters/visits")).hasStatus(HttpStatus.CONFLICT)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("WRONGTYPE of key");
	}

}
