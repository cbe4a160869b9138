package io.github.jedistopology.internal.command;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.internal.connection.FakeNode;

import static io.github.jedistopology.internal.connection.TestTopologies.node;
import static io.github.jedistopology.internal.connection.TestTopologies.shard;
import static io.github.jedistopology.internal.connection.TestTopologies.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterScan}: node {@code a} owns the lower half of the slots,
 * {@code b} the upper one. No jitter: each visit begins at the lowest slot.
 */
@Timeout(60)
class ClusterScanTests {

	private static final CommandArguments SCAN = new CommandArguments(Command.SCAN).add("7")
		.add(Keyword.MATCH)
		.add("*");

	private final CommandLab lab = new CommandLab();

	private final ClusterNode a = node("a", this.lab.a.endpoint());

	private final ClusterNode b = node("b", this.lab.b.endpoint());

	private final ClusterNode c = node("c", this.lab.c.endpoint());

	private final ClusterScan scan = new ClusterScan(this.lab.path);

	@AfterEach
	void noConnectionIsKept() {
		assertThat(this.lab.lentConnections()).isZero();
		this.lab.close();
	}

	@Test
	void scansEachPrimaryToItsEnd() {
		this.lab.publish(shard(this.a, slots(0, 8191)), shard(this.b, slots(8192, 16383)));
		visit(this.lab.a, "a", "0-8191", batch("17", "k1"), batch("0", "k2"));
		visit(this.lab.b, "b", "8192-16383", batch("0", "k3"));
		assertThat(keys()).containsExactly("k1", "k2", "k3");
		assertThat(this.lab.a.received()).containsExactly("INFO", "CLUSTER", "SCAN", "SCAN", "INFO", "CLUSTER");
		assertThat(this.lab.signals).isEmpty();
	}

	@Test
	void primaryThatIsReplacedIsScannedAgainAtItsSuccessor() {
		this.lab.publish(shard(this.a, slots(0, 16383)));
		words(this.lab.a, "a", "0-16383");
		this.lab.a.says(() -> {
			this.lab.publish(shard(this.c, slots(0, 16383)));
			return batch("17", "k1");
		});
		visit(this.lab.c, "c", "0-16383", batch("0", "k1", "k2"));
		assertThat(keys()).containsExactly("k1", "k1", "k2");
	}

	@Test
	void nodeThatWasRestartedIsScannedAgain() {
		this.lab.publish(shard(this.a, slots(0, 16383)));
		words(this.lab.a, "a", "0-16383");
		this.lab.a.says(() -> batch("0", "k1"));
		this.lab.a.says(() -> SafeEncoder.encode("run_id:another\r\n"))
			.says(() -> SafeEncoder.encode("a a:1@2 myself,master - 0 0 1 connected 0-16383\n"));
		visit(this.lab.a, "a", "0-16383", batch("0", "k1"));
		assertThat(keys()).containsExactly("k1", "k1");
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void withoutPermissionToAskTheTopologyIsBelieved(JedisDataException refusal) {
		this.lab.publish(shard(this.a, slots(0, 16383)));
		this.lab.a.fails(() -> refusal).fails(() -> refusal).fails(() -> refusal);
		this.lab.a.says(() -> batch("0", "k1"));
		this.lab.a.fails(() -> refusal).fails(() -> refusal).fails(() -> refusal);
		assertThat(keys()).containsExactly("k1");
	}

	static List<JedisDataException> refusals() {
		return List.of(new JedisAccessControlException("NOPERM no"), new JedisDataException("ERR unknown command"));
	}

	@Test
	void withoutPermissionToAskForTheProcessARestartIsNoticedAllTheSame() {
		this.lab.publish(shard(this.a, slots(0, 16383)));
		wordsWithoutProcess(100);
		this.lab.a.says(() -> batch("0", "k1"));
		wordsWithoutProcess(1);
		wordsWithoutProcess(2);
		this.lab.a.says(() -> batch("0", "k1", "k2"));
		wordsWithoutProcess(2);
		assertThat(keys()).containsExactly("k1", "k1", "k2");
	}

	private void wordsWithoutProcess(int messages) {
		this.lab.a.fails(() -> new JedisAccessControlException("NOPERM no"))
			.says(() -> SafeEncoder.encode("cluster_stats_messages_sent:" + messages))
			.says(() -> SafeEncoder.encode("a a:1@2 myself,master - 0 0 1 connected 0-16383\n"));
	}

	@Test
	void anErrorThatPassesIsNotTakenForARefusal() {
		this.lab.publish(shard(this.a, slots(0, 16383)));
		this.lab.a.fails(() -> new JedisDataException("BUSY a script"));
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(this::keys).withMessage("BUSY a script");
	}

	@Test
	void nodeWhoseSlotsCameBackIsScannedAgain() {
		this.lab.publish(shard(this.a, slots(0, 16383)));
		words(this.lab.a, "a", "0-16383");
		this.lab.a.says(() -> batch("0", "k1"));
		this.lab.a.says(() -> SafeEncoder.encode("run_id:one\r\n"))
			.says(() -> SafeEncoder.encode("a a:1@2 myself,master - 0 0 2 connected 0-16383\n"));
		this.lab.a.says(() -> SafeEncoder.encode("run_id:one\r\n"))
			.says(() -> SafeEncoder.encode("a a:1@2 myself,master - 0 0 2 connected 0-16383\n"))
			.says(() -> batch("0", "k1", "k2"))
			.says(() -> SafeEncoder.encode("run_id:one\r\n"))
			.says(() -> SafeEncoder.encode("a a:1@2 myself,master - 0 0 2 connected 0-16383\n"));
		assertThat(keys()).containsExactly("k1", "k1", "k2");
	}

	@Test
	void slotsThatNobodyServesAreWaitedForOnceOnly() {
		this.lab.publish(shard(this.a, slots(0, 99)));
		visit(this.lab.a, "a", "0-99", batch("0", "k1"));
		assertThat(keys()).containsExactly("k1");
		assertThat(this.lab.signals).containsExactly("UNCOVERED_SLOT");
		assertThat(this.lab.waits).hasSize(1);
	}

	@Test
	void nodeThatKnowsBetterThanTheTopologyIsNotScanned() {
		this.lab.publish(shard(this.a, slots(0, 16383)));
		words(this.lab.a, "a", "");
		this.lab.meanwhile = () -> this.lab.publish(shard(this.c, slots(0, 16383)));
		visit(this.lab.c, "c", "0-16383", batch("0", "k1"));
		assertThat(keys()).containsExactly("k1");
		assertThat(this.lab.signals).containsExactly("MOVED");
	}

	@Test
	void endsThoughSlotsNeverRest() {
		this.lab.publish(shard(this.a, slots(0, 16383)));
		for (int i = 0; i < 16; i++) {
			words(this.lab.a, "a", "");
		}
		assertThatExceptionOfType(ClusterCommandException.class).isThrownBy(this::keys)
			.withMessage("SCAN has 0 of 16384 slots after 16 visits of nodes in vain: "
					+ "the others change hands all the time");
		visit(this.lab.a, "a", "0-16383", batch("0", "k1"));
		assertThat(keys()).as("it may go on").containsExactly("k1");
	}

	private List<String> keys() {
		List<String> keys = new ArrayList<>();
		String cursor = "1";
		while (!"0".equals(cursor)) {
			List<Object> reply = this.scan.next(SCAN);
			cursor = SafeEncoder.encode((byte[]) reply.get(0));
			((List<?>) reply.get(1)).forEach((key) -> keys.add(SafeEncoder.encode((byte[]) key)));
		}
		return keys;
	}

	private static void visit(FakeNode node, String id, String slots, Object... batches) {
		words(node, id, slots);
		for (Object batch : batches) {
			node.says(() -> batch);
		}
		words(node, id, slots);
	}

	private static void words(FakeNode node, String id, String slots) {
		node.says(() -> SafeEncoder.encode("redis_version:7.0.15\r\nrun_id:one\r\n"))
			.says(() -> SafeEncoder
				.encode("%s a:1@2 myself,master - 0 0 1 connected %s\n".formatted(id, slots).strip()));
	}

	private static List<Object> batch(String cursor, String... keys) {
		return List.of(SafeEncoder.encode(cursor), List.of(keys).stream().map(SafeEncoder::encode).toList());
	}

}
