package io.github.jedistopology.testkit.adversary;

import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * What a scripted server says to a command. Called by several threads at once, one per
 * connection.
 */
@FunctionalInterface
public interface Answers {

	/**
	 * Answer one command.
	 * @param command the command's name and arguments as they were sent, read as UTF-8;
	 * never empty
	 * @return the reply, or {@code null} to say nothing and wait for the next command
	 */
	@Nullable Reply to(List<String> command);

	/**
	 * Ask somebody else about the commands that this one leaves without an answer.
	 * @param others who is asked then
	 * @return both, one after the other
	 */
	default Answers or(Answers others) {
		return (command) -> {
			Reply reply = to(command);
			return (reply != null) ? reply : others.to(command);
		};
	}

	/**
	 * The same reply to whatever is asked.
	 * @param reply the reply
	 * @return the answers
	 */
	static Answers always(Reply reply) {
		return (command) -> reply;
	}

	/**
	 * {@code MOVED} with the slot of the command's first argument, for every command that
	 * has one.
	 * @param endpoint where to, as a server writes it: {@code host:port}, or
	 * {@code :port} for the host that was asked
	 * @return the answers
	 */
	static Answers movedTo(String endpoint) {
		return redirectionTo("MOVED", endpoint);
	}

	/**
	 * {@code ASK} with the slot of the command's first argument, for every command that
	 * has one.
	 * @param endpoint where to, as in {@link #movedTo(String)}
	 * @return the answers
	 */
	static Answers askTo(String endpoint) {
		return redirectionTo("ASK", endpoint);
	}

	/**
	 * What any healthy Redis 5 says while a client sets its connection up and looks after
	 * it: {@code PING}, {@code AUTH}, {@code CLIENT}, {@code SELECT}, {@code READONLY},
	 * {@code INFO} and their like. {@code HELLO} is an unknown command, so that the
	 * client stays on RESP2.
	 * @return the answers
	 */
	static Answers courtesies() {
		return Courtesies.INSTANCE;
	}

	private static Answers redirectionTo(String kind, String endpoint) {
		return (command) -> (command.size() > 1)
				? Reply.error(kind + " " + JedisClusterCRC16.getSlot(command.get(1)) + " " + endpoint) : null;
	}

}
