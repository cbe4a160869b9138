package io.github.jedistopology.internal.jedis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

import io.github.jedistopology.internal.command.BatchCommand;
import io.github.jedistopology.internal.command.CommandPath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PipelineConnection}.
 */
class PipelineConnectionTests {

	private final CommandPath path = mock(CommandPath.class);

	/** Copies: the connection goes on using the lists. */
	private final List<List<BatchCommand>> batches = new ArrayList<>();

	private final PipelineConnection connection = new PipelineConnection(this.path);

	@BeforeEach
	void answerWithNumbers() {
		given(this.path.executeAll(anyList())).willAnswer((call) -> {
			List<BatchCommand> commands = List.copyOf(call.<List<BatchCommand>>getArgument(0));
			this.batches.add(commands);
			return Collections.nCopies(commands.size(), (Object) (long) this.batches.size());
		});
	}

	@Test
	void commandsAreSentWhenTheirRepliesAreAskedFor() {
		this.connection.sendCommand(new ClusterCommandObjects().get("foo").getArguments());
		this.connection.sendCommand(new CommandArguments(Command.PING));
		assertThat(this.batches).isEmpty();
		assertThat(this.connection.getMany(2)).containsExactly(1L, 1L);
		assertThat(this.batches).hasSize(1);
		assertThat(this.batches.get(0)).extracting(BatchCommand::slot).containsExactly(12182, CommandPath.NO_SLOT);
	}

	@Test
	void eachReplyIsGivenOnce() {
		this.connection.sendCommand(new CommandArguments(Command.PING));
		assertThat(this.connection.getMany(1)).hasSize(1);
		assertThat(this.connection.getMany(0)).isEmpty();
		this.connection.sendCommand(new CommandArguments(Command.PING));
		assertThat(this.connection.getMany(1)).hasSize(1);
	}

	@Test
	void manyCommandsAreNotAllRemembered() {
		int count = PipelineConnection.MOST_COMMANDS + 1;
		for (int i = 0; i < count; i++) {
			this.connection.sendCommand(new CommandArguments(Command.PING));
		}
		assertThat(this.batches).hasSize(1);
		assertThat(this.connection.getMany(count)).hasSize(count).endsWith(1L, 2L);
	}

	@Test
	void largeCommandsAreNotAllRemembered() {
		for (int i = 0; i < 3; i++) {
			this.connection.sendCommand(new CommandArguments(Command.SET).add("key").add(new byte[6 * 1024 * 1024]));
		}
		assertThat(this.batches).singleElement().asList().hasSize(2);
		assertThat(this.connection.getMany(3)).containsExactly(1L, 1L, 2L);
	}

	@Test
	void closingItLosesNothing() {
		this.connection.sendCommand(new CommandArguments(Command.PING));
		this.connection.close();
		assertThat(this.connection.getMany(1)).hasSize(1);
	}

}
