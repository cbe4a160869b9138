package io.github.jedistopology.testkit.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one node said about its cluster at one moment, to be said again later, byte for
 * byte. Immutable.
 */
public final class RecordedView implements Answers {

	private static final List<String> QUESTIONS = List.of("SHARDS", "SLOTS", "NODES", "INFO", "MYID");

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Map<String, Reply> replies;

	private RecordedView(Map<String, Reply> replies) {
		this.replies = Map.copyOf(replies);
	}

	/**
	 * A view that knows no answer yet, to be made up with {@link #with(String, Reply)}.
	 * @return the empty view
	 */
	public static RecordedView empty() {
		return new RecordedView(Map.of());
	}

	/**
	 * Record what a live node says, in RESP2, to {@code CLUSTER SHARDS}, {@code SLOTS},
	 * {@code NODES}, {@code INFO} and {@code MYID}. A server older than Redis 7 has no
	 * {@code CLUSTER SHARDS}; its error is recorded then.
	 * @param node the node's address
	 * @return the view
	 * @throws UncheckedIOException if the node does not answer within 5 seconds each
	 * @throws IllegalStateException if it refuses to answer
	 */
	public static RecordedView of(InetSocketAddress node) {
		return record(node, null);
	}

	/**
	 * Record what a live node says to a user. Otherwise like
	 * {@link #of(InetSocketAddress)}.
	 * @param node the node's address
	 * @param user the ACL user's name; {@code default} where there is a password only
	 * @param password the password
	 * @return the view
	 * @throws UncheckedIOException if the node does not answer within 5 seconds each
	 * @throws IllegalStateException if it refuses to answer
	 */
	public static RecordedView of(InetSocketAddress node, String user, String password) {
		return record(node, Reply.array(Reply.bulk("AUTH"), Reply.bulk(user), Reply.bulk(password)));
	}

	private static RecordedView record(InetSocketAddress node, @Nullable Reply authentication) {
		try (Socket socket = new Socket()) {
			socket.connect(node, (int) TIMEOUT.toMillis());
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			RespReader reader = new RespReader(socket.getInputStream());
			if (authentication != null) {
				require(ask(socket, reader, authentication), node, "AUTH");
			}
			Map<String, Reply> replies = new HashMap<>();
			for (String question : QUESTIONS) {
				Reply reply = ask(socket, reader, Reply.array(Reply.bulk("CLUSTER"), Reply.bulk(question)));
				if (!question.equals("SHARDS")) {
					require(reply, node, "CLUSTER " + question);
				}
				replies.put(question, reply);
			}
			return new RecordedView(replies);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot record the view of " + node + ": " + ex.getMessage(), ex);
		}
	}

	/** On the wire a command looks like a reply: an array of bulk strings. */
	private static Reply ask(Socket socket, RespReader reader, Reply command) throws IOException {
		socket.getOutputStream().write(command.bytes());
		return Reply.raw(reader.reply());
	}

	private static void require(Reply reply, InetSocketAddress node, String question) {
		if (reply.toString().startsWith("-")) {
			throw new IllegalStateException(node + " answered " + question + " with " + reply.toString().strip());
		}
	}

	/**
	 * The same view with one answer exchanged.
	 * @param question the word after {@code CLUSTER}, such as {@code SHARDS}
	 * @param reply what is said to it from now on
	 * @return a new view
	 */
	public RecordedView with(String question, Reply reply) {
		Map<String, Reply> changed = new HashMap<>(this.replies);
		changed.put(question.toUpperCase(Locale.ROOT), reply);
		return new RecordedView(changed);
	}

	/**
	 * What was said to a {@code CLUSTER} command; {@code null} for every other command.
	 */
	@Override
	public @Nullable Reply to(List<String> command) {
		boolean aboutCluster = command.size() > 1 && command.get(0).equalsIgnoreCase("CLUSTER");
		return aboutCluster ? this.replies.get(command.get(1).toUpperCase(Locale.ROOT)) : null;
	}

}
