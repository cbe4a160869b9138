package io.github.jedistopology.internal.jedis;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.internal.command.BatchCommand;
import io.github.jedistopology.internal.command.CommandPath;

/**
 * What one of Jedis's pipelines takes for the connection to the only node there is. It
 * leads nowhere: commands are remembered until their replies are asked for, or until
 * there are many, and then sent along the {@link CommandPath}. Nothing is held between
 * two pipelines, so that there is nothing to leak. As much for one thread as the pipeline
 * itself.
 */
final class PipelineConnection extends Connection {

	/** What the pipeline calls the only node. */
	static final HostAndPort NODE = new HostAndPort("pipeline.invalid", 1);

	static final int MOST_COMMANDS = 10_000;

	private static final long MOST_BYTES = 8 * 1024 * 1024;

	private final CommandPath path;

	private final List<BatchCommand> commands = new ArrayList<>();

	private long bytes;

	private List<@Nullable Object> replies = new ArrayList<>();

	PipelineConnection(CommandPath path) {
		super(NODE);
		this.path = path;
	}

	@Override
	public void sendCommand(CommandArguments arguments) {
		BatchCommand command = new BatchCommand(arguments, CommandSlots.of(arguments));
		this.commands.add(command);
		this.bytes += command.length();
		if (this.commands.size() == MOST_COMMANDS || this.bytes >= MOST_BYTES) {
			execute();
		}
	}

	/** All replies that are due: the pipeline knows how many. */
	@Override
	public List<@Nullable Object> getMany(int count) {
		execute();
		List<@Nullable Object> all = this.replies;
		this.replies = new ArrayList<>();
		return all;
	}

	private void execute() {
		this.replies.addAll(this.path.executeAll(this.commands));
		this.commands.clear();
		this.bytes = 0;
	}

	@Override
	public void close() {
		// there is nothing to close
	}

}
