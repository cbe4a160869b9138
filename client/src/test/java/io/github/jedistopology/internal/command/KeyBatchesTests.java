package io.github.jedistopology.internal.command;

import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.internal.connection.FakeNode;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class KeyBatchesTests {

	private static final byte[] NO_TEXT = { (byte) 0xac, (byte) 0xed };

	private final CommandLab lab = new CommandLab();

	@AfterEach
	void close() {
		this.lab.close();
	}

	@Test
	void keysAreTheBytesThatTheyAre() {
		this.lab.publish(shard(node("a", this.lab.a.endpoint()), slots(0, 16383)));
		words(this.lab.a);
		this.lab.a.says(() -> List.of(SafeEncoder.encode("17"), List.of(NO_TEXT)));
		this.lab.a.says(() -> List.of(SafeEncoder.encode("0"), List.of()));
		words(this.lab.a);
		KeyBatches batches = new KeyBatches(new ClusterScan(this.lab.path), new ScanParams().count(1), null);
		assertThat(batches.next()).containsExactly(NO_TEXT);
		assertThat(batches).toIterable().isNotEmpty().allSatisfy((batch) -> assertThat(batch).isEmpty());
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
	}

	private static void words(FakeNode node) {
		node.says(() -> SafeEncoder.encode("redis_version:7.0.15\r\nrun_id:one\r\n"))
			.says(() -> SafeEncoder.encode("a a:1@2 myself,master - 0 0 1 connected 0-16383\n"));
	}

}
