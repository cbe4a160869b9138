package io.github.jedistopology.boot.data;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.ExceptionTranslationStrategy;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.jedis.JedisExceptionConverter;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.PipelinedCommandException;

/**
 * Translates as Spring Data does, which would take a command that the cluster did not
 * carry out for a misuse of the API: here it is a failed connection, with the client's
 * own exception as the cause.
 */
final class ExceptionTranslation implements ExceptionTranslationStrategy {

	static final ExceptionTranslation INSTANCE = new ExceptionTranslation();

	private final JedisExceptionConverter jedis = new JedisExceptionConverter();

	private ExceptionTranslation() {
	}

	@Override
	public @Nullable DataAccessException translate(Exception ex) {
		return (ex instanceof ClusterCommandException || ex instanceof PipelinedCommandException)
				? new RedisConnectionFailureException(String.valueOf(ex.getMessage()), ex) : this.jedis.translate(ex);
	}

	DataAccessException required(Exception ex) {
		DataAccessException translated = translate(ex);
		return (translated != null) ? translated : new RedisSystemException(String.valueOf(ex.getMessage()), ex);
	}

}
