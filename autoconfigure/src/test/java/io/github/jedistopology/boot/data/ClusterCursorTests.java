package io.github.jedistopology.boot.data;

import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.ScanIteration;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class ClusterCursorTests {

	private final RedisClusterClient client = mock(RedisClusterClient.class);

	private final ScanIteration iteration = mock(ScanIteration.class);

	@Test
	void goesOnOverEmptyBatchesUntilTheIterationIsComplete() {
		given(this.client.scanIteration(100, "*")).willReturn(this.iteration);
		given(this.iteration.nextBatchList()).willReturn(List.of(), List.of("a", "b"), List.of(), List.of("c"));
		given(this.iteration.isIterationCompleted()).willReturn(false, false, false, true);
		Cursor<byte[]> cursor = ClusterCursor.open(this.client, ScanOptions.NONE);
		assertThat(cursor).toIterable().map(String::new).containsExactly("a", "b", "c");
		assertThat(cursor.getPosition()).isEqualTo(3);
	}

	@Test
	void endsWithoutAnyKey() {
		given(this.client.scanIteration(100, "*")).willReturn(this.iteration);
		given(this.iteration.nextBatchList()).willReturn(List.of());
		given(this.iteration.isIterationCompleted()).willReturn(true);
		assertThat(ClusterCursor.open(this.client, ScanOptions.NONE).hasNext()).isFalse();
	}

	@Test
	void passesTheOptionsOn() {
		given(this.client.scanIteration(7, "a*", "hash")).willReturn(this.iteration);
		given(this.iteration.nextBatchList()).willReturn(List.of());
		given(this.iteration.isIterationCompleted()).willReturn(true);
		ClusterCursor.open(this.client, ScanOptions.scanOptions().count(7).match("a*").type(DataType.HASH).build());
		verify(this.client).scanIteration(7, "a*", "hash");
	}

	@Test
	void refusesKeysThatJedisHasGarbled() {
		given(this.client.scanIteration(100, "*")).willReturn(this.iteration);
		given(this.iteration.nextBatchList()).willReturn(List.of("\uFFFD\uFFFD"));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> ClusterCursor.open(this.client, ScanOptions.NONE))
			.withMessageContaining("UTF-8");
	}

}
