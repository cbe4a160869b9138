package io.github.jedistopology;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A command of a pipeline could not be carried out. What a
 * {@link ClusterCommandException} is for a command by itself, in the shape that a
 * {@link redis.clients.jedis.Response} can carry: {@code Response.get()} throws it. It
 * never has a key or another argument of the command.
 */
public class PipelinedCommandException extends JedisDataException {

	private static final long serialVersionUID = 1L;

	private final String command;

	private final int slot;

	private final transient @Nullable HostAndPort node;

	private final boolean maybeExecuted;

	/**
	 * An account of a command that failed.
	 * @param message what was tried and what came of it; no arguments of the command
	 * @param cause the last failure
	 * @param command the name of the command
	 * @param slot the slot of its keys, or -1 if it has none
	 * @param node where it was tried last, {@code null} if nowhere
	 * @param maybeExecuted whether it may have been executed all the same
	 */
	public PipelinedCommandException(String message, @Nullable Throwable cause, String command, int slot,
			@Nullable HostAndPort node, boolean maybeExecuted) {
		super(message, cause);
		this.command = command;
		this.slot = slot;
		this.node = node;
		this.maybeExecuted = maybeExecuted;
	}

	/**
	 * The name of the command.
	 * @return in upper case, for example {@code INCR}
	 */
	public String command() {
		return this.command;
	}

	/**
	 * The slot of the command's keys.
	 * @return 0 to 16383, or -1 if the command has no key that the client knows of
	 */
	public int slot() {
		return this.slot;
	}

	/**
	 * Where the command was tried last.
	 * @return the node's endpoint, or {@code null} if the command was tried nowhere
	 */
	public @Nullable HostAndPort node() {
		return this.node;
	}

	/**
	 * Whether the command may have been executed: it was sent, and its reply was lost. If
	 * not, it has had no effect.
	 * @return whether it may have been executed
	 */
	public boolean maybeExecuted() {
		return this.maybeExecuted;
	}

}
