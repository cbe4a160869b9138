package io.github.jedistopology.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.Protocol.Command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Slots change hands, and old news about them arrives late.
 */
class SlotMoverScenarioTests {

	/**
	 * The owner before last takes back the slot that left it last, just before it reads
	 * what the last owner said earlier: that the slot is still its own. Repeated, since
	 * whether the move left a doubt behind is a matter of milliseconds.
	 */
	@RepeatedTest(3)
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

	/** As after such news. */
	@Test
	void aSlotThatItsOwnerHasLostComesBackWithTheNextChange() {
		try (RedisClusterLab lab = RedisClusterLab.builder().start()) {
			LabNode owner = lab.primaries().get(0);
			owner.admin().cluster("DELSLOTS", "0");
			lab.addShard();
			assertThat(lab.nodes()).allMatch((node) -> node.admin().view().entry(owner.id()).hasAll(List.of(0)));
		}
	}

	@Test
	void aMoveWhoseSourceDiesLeavesNothingBetweenTwoOwners() {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.replicas(1)
			.nodeTimeout(Duration.ofSeconds(1))
			.askWindow(Duration.ofMillis(500))
			.start()) {
			LabShard shard = lab.shards().get(0);
			LabNode target = lab.primaries().get(1);
			CompletableFuture<?> moving = CompletableFuture.runAsync(() -> lab.moveSlots(shard.primary(), target, 100));
			await().until(() -> target.admin().cluster("NODES").contains("[98-<-"));
			lab.kill(shard.primary());
			assertThatExceptionOfType(CompletionException.class).isThrownBy(moving::join)
				.withCauseInstanceOf(IllegalStateException.class)
				.withMessageContaining("Cannot move slots from " + shard.primary());

			LabNode successor = shard.replicas().get(0);
			await().atMost(Duration.ofSeconds(30))
				.until(() -> lab.primaries().contains(successor) && Agreement.missing(lab.nodes()) == null);
			lab.moveSlots(successor, target, 100);
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
