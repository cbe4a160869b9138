package io.github.jedistopology.internal.jedis;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.internal.command.CommandPath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link ClusterTransaction}.
 */
class ClusterTransactionTests {

	private static final int SLOT = JedisClusterCRC16.getSlot("{tag}");

	private final CommandPath path = mock();

	private final ClusterTransaction transaction = new ClusterTransaction(ClusterCommands.create(RedisProtocol.RESP2),
			this.path, SLOT);

	@Test
	void keepsCommandsUntilExec() {
		this.transaction.multi();
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.get("{tag}a").get());
		then(this.path).should(never()).execute(any(), anyInt());
	}

	@Test
	void executesCommandsAtOnceBeforeMulti() {
		given(this.path.execute(any(), eq(SLOT))).willReturn(7L);
		assertThat(this.transaction.incr("{tag}a").get()).isEqualTo(7);
	}

	@Test
	void refusesKeysOfOtherSlots() {
		this.transaction.multi();
		assertThatExceptionOfType(JedisClusterOperationException.class)
			.isThrownBy(() -> this.transaction.set("{other}a", "secret"))
			.withMessage("SET has a key in slot %d, but the transaction is on slot %d: "
				.formatted(JedisClusterCRC16.getSlot("other"), SLOT) + "expected keys with the same hash tag");
		assertThatExceptionOfType(JedisClusterOperationException.class)
			.isThrownBy(() -> this.transaction.mget("{tag}a", "{other}a"));
	}

	@Test
	void takesCommandsWithoutAKey() {
		this.transaction.multi();
		assertThat(this.transaction.sendCommand(Command.PING, new String[0])).isNotNull();
	}

	@Test
	void refusesCommandsInTheWrongOrder() {
		assertThatIllegalStateException().isThrownBy(this.transaction::exec).withMessage("EXEC without MULTI");
		assertThatIllegalStateException().isThrownBy(this.transaction::discard).withMessage("DISCARD without MULTI");
		this.transaction.multi();
		assertThatIllegalStateException().isThrownBy(this.transaction::multi).withMessage("MULTI after MULTI");
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.watch("{tag}a"))
			.withMessage("WATCH after MULTI");
	}

	@Test
	void discardsWithoutAWord() {
		this.transaction.multi();
		this.transaction.set("{tag}a", "value");
		assertThat(this.transaction.discard()).isEqualTo("OK");
		this.transaction.close();
		then(this.path).should(never()).execute(any(), anyInt());
	}

}
