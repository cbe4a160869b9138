package io.github.jedistopology.boot.data;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.params.ScanParams;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

import io.github.jedistopology.JedisTopology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class ClusterCursorTests {

	private final JedisTopology topology = mock(JedisTopology.class);

	@Test
	void goesOnOverEmptyBatchesUntilTheLastOne() {
		batches(List.of(), List.of(bytes("a"), bytes("b")), List.of(), List.of(bytes("c")), List.of());
		Cursor<byte[]> cursor = ClusterCursor.open(this.topology, ScanOptions.NONE);
		assertThat(cursor).toIterable().map(String::new).containsExactly("a", "b", "c");
		assertThat(cursor.getPosition()).isEqualTo(3);
	}

	@Test
	void endsWithoutAnyKey() {
		batches(List.of());
		assertThat(ClusterCursor.open(this.topology, ScanOptions.NONE).hasNext()).isFalse();
	}

	@Test
	void asksForAHundredKeysOfAnyNameUnlessToldOtherwise() {
		batches(List.of());
		ClusterCursor.open(this.topology, ScanOptions.NONE);
		assertThat(asked(null)).containsExactly("SCAN", "COUNT", "100");
	}

	@Test
	void passesTheOptionsOn() {
		batches(List.of());
		ClusterCursor.open(this.topology, ScanOptions.scanOptions().count(7).match("a*").type(DataType.HASH).build());
		assertThat(asked("hash")).containsExactlyInAnyOrder("SCAN", "COUNT", "7", "MATCH", "a*");
	}

	private List<String> asked(@Nullable String type) {
		ArgumentCaptor<ScanParams> params = ArgumentCaptor.forClass(ScanParams.class);
		verify(this.topology).scan(params.capture(), (type != null) ? eq(type) : isNull());
		List<String> words = new ArrayList<>();
		for (Rawable word : new CommandArguments(Command.SCAN).addParams(params.getValue())) {
			words.add(new String(word.getRaw()));
		}
		return words;
	}

	@SafeVarargs
	private void batches(List<byte[]>... batches) {
		given(this.topology.scan(any(), any())).willReturn(List.of(batches).iterator());
	}

	private static byte[] bytes(String key) {
		return key.getBytes();
	}

}
