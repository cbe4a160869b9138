package io.github.jedistopology.benchmarks.changes;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisBroadcastException;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.CommandMaybeExecutedException;
import io.github.jedistopology.MultiKeyCommandException;
import io.github.jedistopology.MultiKeyCommandException.Outcome;
import io.github.jedistopology.PipelinedCommandException;

import static org.assertj.core.api.Assertions.assertThat;

class DoubtTests {

	private static final CommandMaybeExecutedException LOST_REPLY = new CommandMaybeExecutedException("lost", null);

	@Test
	void commandSaysItByItsType() {
		assertThat(Doubt.isTold(LOST_REPLY)).isTrue();
		assertThat(Doubt.isTold(new ClusterCommandException("not sent"))).isFalse();
	}

	@Test
	void pipelinedCommandSaysIt() {
		assertThat(Doubt.isTold(pipelined(true))).isTrue();
		assertThat(Doubt.isTold(pipelined(false))).isFalse();
	}

	@Test
	void oneKeyOfManyIsEnough() {
		assertThat(Doubt.isTold(multiKey(Outcome.MAYBE_EXECUTED))).isTrue();
		assertThat(Doubt.isTold(multiKey(Outcome.NOT_EXECUTED))).isFalse();
	}

	@Test
	void oneNodeOfABroadcastIsEnough() {
		assertThat(Doubt.isTold(broadcast("OK", LOST_REPLY))).isTrue();
		assertThat(Doubt.isTold(broadcast("OK", new ClusterCommandException("not sent")))).isFalse();
	}

	private static PipelinedCommandException pipelined(boolean maybeExecuted) {
		return new PipelinedCommandException("failed", null, "INCR", 1, null, maybeExecuted);
	}

	private static MultiKeyCommandException multiKey(Outcome second) {
		return new MultiKeyCommandException("MSET",
				Map.of(Outcome.EXECUTED, List.of(new byte[] { 1 }), second, List.of(new byte[] { 2 })), null);
	}

	private static JedisBroadcastException broadcast(Object... replies) {
		JedisBroadcastException exception = new JedisBroadcastException();
		for (int i = 0; i < replies.length; i++) {
			exception.addReply(new HostAndPort("host", i), replies[i]);
		}
		return exception;
	}

}
