package io.github.jedistopology.internal.command;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * The scripts that this client has loaded or evaluated lately, for nodes that do not have
 * them: a node keeps them in its memory only, and does not tell its replicas.
 * Thread-safe.
 */
public final class KnownScripts {

	private static final int MAX_SCRIPTS = 256;

	private static final int MAX_LENGTH = 64 * 1024;

	/**
	 * So begins Redis's own answer when no script was run. A script that was run can fail
	 * with a NOSCRIPT of its own, too.
	 */
	private static final String NOT_FOUND = "NOSCRIPT No matching script";

	private final Map<String, byte[]> sources = new ConcurrentHashMap<>();

	private final Set<ByteBuffer> known = ConcurrentHashMap.newKeySet();

	private final Queue<String> oldestFirst = new ConcurrentLinkedQueue<>();

	/**
	 * Remembers the source that a command has brought to a node, if it has.
	 * @param command what was executed
	 */
	public void remember(CommandArguments command) {
		ProtocolCommand name = command.getCommand();
		if (name == Command.EVAL || name == Command.EVAL_RO) {
			remember(CommandWords.raw(command, 1));
		}
		else if (name == Command.SCRIPT && Keyword.LOAD.equals(command.get(1))) {
			remember(CommandWords.raw(command, 2));
		}
	}

	private void remember(byte[] source) {
		if (source.length > MAX_LENGTH || this.known.contains(ByteBuffer.wrap(source))) {
			return;
		}
		byte[] copy = source.clone();
		if (!this.known.add(ByteBuffer.wrap(copy))) {
			return;
		}
		String sha1 = sha1(copy);
		this.sources.put(sha1, copy);
		this.oldestFirst.add(sha1);
		if (this.sources.size() > MAX_SCRIPTS) {
			byte[] oldest = this.sources.remove(this.oldestFirst.remove());
			this.known.remove(ByteBuffer.wrap(oldest));
		}
	}

	private static String sha1(byte[] source) {
		try {
			return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

	/**
	 * What to send instead to a node that does not have the script.
	 * @param <T> the type of the reply
	 * @param command what it did not execute
	 * @param failure its answer
	 * @return the same with the script's source, {@code null} when that is not known
	 */
	public <T> @Nullable CommandObject<T> withSource(CommandObject<T> command, JedisNoScriptException failure) {
		Command eval = eval(command.getArguments().getCommand());
		if (eval == null || !String.valueOf(failure.getMessage()).startsWith(NOT_FOUND)) {
			return null;
		}
		CommandArguments evalSha = command.getArguments();
		byte[] source = this.sources.get(CommandWords.word(evalSha, 1));
		if (source == null) {
			return null;
		}
		CommandArguments arguments = new CommandArguments(eval).add(source);
		return new CommandObject<>(CommandWords.append(arguments, evalSha, 2), command.getBuilder());
	}

	private static @Nullable Command eval(ProtocolCommand name) {
		if (name == Command.EVALSHA) {
			return Command.EVAL;
		}
		return (name == Command.EVALSHA_RO) ? Command.EVAL_RO : null;
	}

}
