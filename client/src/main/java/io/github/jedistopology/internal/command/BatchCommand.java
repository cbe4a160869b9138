package io.github.jedistopology.internal.command;

import redis.clients.jedis.CommandArguments;

/**
 * A command that is carried out together with others.
 *
 * @param arguments its name and arguments
 * @param slot the slot of its keys, or {@link CommandPath#NO_SLOT}
 */
public record BatchCommand(CommandArguments arguments, int slot) {

}
