package io.github.jedistopology.boot.data;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;

import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.PipelinedCommandException;

import static org.assertj.core.api.Assertions.assertThat;

class ExceptionTranslationTests {

	private final ExceptionTranslation translation = ExceptionTranslation.INSTANCE;

	@Test
	void commandThatTheClusterDidNotCarryOutIsAFailedConnection() {
		CommandMaybeExecutedException ex = new CommandMaybeExecutedException("INCR may have been executed", null);
		assertThat(this.translation.translate(ex)).isInstanceOf(RedisConnectionFailureException.class)
			.hasMessageContaining("INCR may have been executed")
			.hasCause(ex);
	}

	@Test
	void soIsOneOfAPipeline() {
		PipelinedCommandException ex = new PipelinedCommandException("INCR may have been executed", null, "INCR", 7,
				null, true);
		assertThat(this.translation.translate(ex)).isInstanceOf(RedisConnectionFailureException.class).hasCause(ex);
	}

	@Test
	void translatesTheRestAsSpringDataDoes() {
		assertThat(this.translation.translate(new JedisConnectionException("refused")))
			.isInstanceOf(RedisConnectionFailureException.class);
		assertThat(this.translation.translate(new JedisDataException("WRONGTYPE")))
			.isInstanceOf(InvalidDataAccessApiUsageException.class);
		assertThat(this.translation.translate(new IllegalStateException("unknown"))).isNull();
	}

	@Test
	void alwaysTranslatesWhereAnExceptionIsRequired() {
		IllegalStateException ex = new IllegalStateException("unknown");
		assertThat(this.translation.required(ex)).isInstanceOf(RedisSystemException.class).hasCause(ex);
	}

}
