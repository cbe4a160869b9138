package io.github.jedistopology.sample;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.jedistopology.CommandMaybeExecutedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisExceptionHandler}.
 */
class RedisExceptionHandlerTests {

	@ParameterizedTest
	@MethodSource("failures")
	void tellsWhatCameOfTheCommand(RuntimeException failure, HttpStatus status) {
		MockMvcTester mvc = MockMvcTester.of(List.of(new FailingController(failure)),
				(builder) -> builder.setControllerAdvice(new RedisExceptionHandler()).build());
		assertThat(mvc.get().uri("/")).hasStatus(status)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo(failure.getMessage());
	}

	static Stream<Arguments> failures() {
		return Stream.of(
				Arguments.of(new JedisClusterOperationException("no node answers"), HttpStatus.SERVICE_UNAVAILABLE),
				Arguments.of(new CommandMaybeExecutedException("its reply was lost", new IllegalStateException()),
						HttpStatus.SERVICE_UNAVAILABLE),
				Arguments.of(new JedisConnectionException("connection refused"), HttpStatus.SERVICE_UNAVAILABLE),
				Arguments.of(new JedisDataException("WRONGTYPE of key"), HttpStatus.CONFLICT));
	}

	@RestController
	record FailingController(RuntimeException failure) {

		@GetMapping("/")
		String fail() {
			throw this.failure;
		}

	}

}
