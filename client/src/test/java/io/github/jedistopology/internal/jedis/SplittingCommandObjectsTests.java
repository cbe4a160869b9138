package io.github.jedistopology.internal.jedis;

import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.args.RawableFactory;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.internal.command.MultiKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SplittingCommandObjects} and {@link SplittableArguments}.
 */
class SplittingCommandObjectsTests {

	private final SplittingCommandObjects objects = new SplittingCommandObjects();

	@Test
	void keysOfSeveralSlotsAreTaken() {
		assertSplit(this.objects.mget("a", "b", "a"), MultiKey.MGET, "a", "b", "a");
		assertSplit(this.objects.mget("a".getBytes(), "b".getBytes()), MultiKey.MGET, "a", "b");
		assertSplit(this.objects.mset("a", "1", "b", "2"), MultiKey.MSET, "a", "b");
		assertSplit(this.objects.del("a", "b"), MultiKey.DEL, "a", "b");
		assertSplit(this.objects.exists("a", "b"), MultiKey.EXISTS, "a", "b");
		assertSplit(this.objects.touch("a", "b"), MultiKey.TOUCH, "a", "b");
		assertSplit(this.objects.unlink("a", "b"), MultiKey.UNLINK, "a", "b");
	}

	private static void assertSplit(CommandObject<?> command, MultiKey kind, String... keys) {
		assertThat(command.getArguments()).isInstanceOfSatisfying(Splittable.class, (arguments) -> {
			assertThat(arguments.isSplit()).isTrue();
			assertThat(arguments.kind()).isEqualTo(kind);
			assertThat(arguments.slots())
				.containsExactly(List.of(keys).stream().mapToInt(JedisClusterCRC16::getSlot).toArray());
		});
	}

	@Test
	void keysOfOneSlotStayTogether() {
		CommandArguments arguments = this.objects.mget("{a}1", "{a}2").getArguments();
		assertThat(arguments).isInstanceOfSatisfying(Splittable.class,
				(splittable) -> assertThat(splittable.isSplit()).isFalse());
		assertThat(CommandSlots.of(arguments)).isEqualTo(JedisClusterCRC16.getSlot("a"));
		assertThat(CommandSlots.of(this.objects.del("a").getArguments())).isEqualTo(JedisClusterCRC16.getSlot("a"));
	}

	/** For a pipeline, for example. */
	@Test
	void whoAsksForTheOnlySlotIsToldWhatJedisWouldHaveSaid() {
		String message = messageOf((stock) -> stock.mget("a", "b"));
		assertThatExceptionOfType(JedisClusterOperationException.class)
			.isThrownBy(() -> CommandSlots.of(this.objects.mget("a", "b").getArguments()))
			.withMessage(message);
	}

	@Test
	void otherCommandsAreRefusedAsByJedis() {
		String message = messageOf((stock) -> stock.sinter("a", "b"));
		assertThatExceptionOfType(JedisClusterOperationException.class).isThrownBy(() -> this.objects.sinter("a", "b"))
			.withMessage(message);
		assertThatExceptionOfType(JedisClusterOperationException.class)
			.isThrownBy(() -> this.objects.msetnx("a", "1", "b", "2"))
			.withMessage(message);
	}

	private static String messageOf(Function<ClusterCommandObjects, Object> refused) {
		try {
			refused.apply(new ClusterCommandObjects());
		}
		catch (JedisClusterOperationException ex) {
			return ex.getMessage();
		}
		throw new AssertionError("not refused");
	}

	@Test
	void keysAreProcessedBeforeTheirSlotIsTaken() {
		this.objects.setKeyArgumentPreProcessor((key) -> RawableFactory.from("tenant:" + key));
		CommandArguments arguments = this.objects.mget("a", "b").getArguments();
		assertThat(((Splittable) arguments).slots()).containsExactly(JedisClusterCRC16.getSlot("tenant:a"),
				JedisClusterCRC16.getSlot("tenant:b"));
		assertThat(arguments.get(2).getRaw()).asString().isEqualTo("tenant:b");
	}

}
