package io.github.jedistopology.sample;

import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells clients what came of a command that failed.
 */
@RestControllerAdvice
class RedisExceptionHandler {

	/** The cluster could not be reached in the time that the command had. */
	@ExceptionHandler({ JedisClusterOperationException.class, JedisConnectionException.class })
	ProblemDetail unavailable(RuntimeException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
	}

	/** Redis refused the command, for example to count in a key that holds a text. */
	@ExceptionHandler
	ProblemDetail refused(JedisDataException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, ex.getMessage());
	}

}
