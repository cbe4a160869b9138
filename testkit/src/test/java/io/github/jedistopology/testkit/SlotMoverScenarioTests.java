package io.github.jedistopology.testkit;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import redis.clients.jedis.Protocol.Command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Slots change hands, and old news about them arrives late.
 */
class SlotMoverScenarioTests {

	/**
	 * The owner before last takes back the slot that left it last, just before it reads
	 * what the last owner said earlier: that the slot is still its own.
	 */
	@Test
	void aSlotThatComesBackStaysWhateverItsLastOwnerSaidBefore() {
		try (RedisClusterLab lab = RedisClusterLab.builder().start()) {
			LabNode first = lab.primaries().get(0);
			LabNode second = lab.primaries().get(1);
			lab.moveSlots(first, second, 100);
			int slot = lab.shards().get(1).slots().get(0).last();
			assertThat(slot).isEqualTo(99);

			first.process().freeze();
			CompletableFuture<?> taking = CompletableFuture.runAsync(() -> take(slot, first, second));
			await().until(() -> hasPinged(second, first));
			first.process().thaw();
			taking.join();

			await().untilAsserted(() -> assertThat(lab.nodes())
				.allMatch((node) -> node.admin().view().entry(first.id()).hasAll(List.of(slot))));
		}
	}

	private static void take(int slot, LabNode taker, LabNode owner) {
		List<String[]> commands = List.of(NodeAdmin.strings("SETSLOT", slot, "IMPORTING", owner.id()),
				NodeAdmin.strings("SETSLOT", slot, "NODE", taker.id()));
		taker.admin().sendAll(commands, (pipeline, command) -> pipeline.sendCommand(Command.CLUSTER, command));
	}

	/** Whether a node has sent another one a ping that this one has not answered yet. */
	private static boolean hasPinged(LabNode sender, LabNode receiver) {
		return sender.admin()
			.cluster("NODES")
			.lines()
			.map((line) -> line.split(" "))
			.anyMatch((fields) -> fields[0].equals(receiver.id()) && !fields[4].equals("0"));
	}

}
