package io.github.jedistopology.internal.command;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;

/**
 * A command that is carried out together with others.
 *
 * @param arguments its name and arguments
 * @param slot the slot of its keys, or {@link CommandPath#NO_SLOT}
 */
public record BatchCommand(CommandArguments arguments, int slot) {

	/**
	 * A command for a batch.
	 * @throws io.github.jedistopology.ClusterCommandException if it is about its own
	 * connection ({@code WAIT})
	 */
	public BatchCommand {
		WaitingCommands.refuseForReplicas(arguments);
	}

	/**
	 * How long it is.
	 * @return bytes of the name and the arguments
	 */
	public long length() {
		long length = 0;
		for (Rawable argument : this.arguments) {
			length += argument.getRaw().length;
		}
		return length;
	}

}
