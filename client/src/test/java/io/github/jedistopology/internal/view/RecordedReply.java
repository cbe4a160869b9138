package io.github.jedistopology.internal.view;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import net.minidev.json.JSONValue;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;

/**
 * Replies of real nodes, as recorded, and replies made up in JSON, where a text stands
 * for a bulk string. Also writes down what was read from them, so that an expectation
 * fits on a line.
 */
final class RecordedReply {

	private RecordedReply() {
	}

	/**
	 * A file in {@code views}, made by {@link ViewRecorder}: the replies to
	 * {@code CLUSTER SHARDS}, {@code NODES} and {@code SLOTS}.
	 */
	static List<Object> of(String name) {
		RedisInputStream in = new RedisInputStream(new ByteArrayInputStream(bytes(name)));
		List<Object> replies = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			try {
				replies.add(Protocol.read(in));
			}
			catch (JedisDataException ex) {
				replies.add(ex);
			}
		}
		return replies;
	}

	private static byte[] bytes(String name) {
		try (InputStream in = RecordedReply.class.getResourceAsStream("/views/" + name + ".resp")) {
			return Objects.requireNonNull(in, name).readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Object shards(String name) {
		return of(name).get(0);
	}

	static Object nodes(String name) {
		return of(name).get(1);
	}

	static Object slots(String name) {
		return of(name).get(2);
	}

	/** Single quotes will do. */
	static Object json(String json) {
		return Objects.requireNonNull(reply(JSONValue.parse(json.replace('\'', '"'))), json);
	}

	private static @Nullable Object reply(@Nullable Object json) {
		if (json instanceof List<?> list) {
			// Not Stream.toList: elements may be null.
			List<@Nullable Object> reply = new ArrayList<>();
			list.forEach((element) -> reply.add(reply(element)));
			return reply;
		}
		if (json instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		return (json instanceof Number number) ? Long.valueOf(number.longValue()) : null;
	}

	/** {@code slots primary < replica, replica}, of each node the ID's beginning. */
	static List<String> lines(View view) {
		return view.shards()
			.stream()
			.map((shard) -> slots(shard) + " " + node(shard.primary()) + replicas(shard))
			.sorted()
			.toList();
	}

	private static String slots(Shard shard) {
		return shard.serving() ? shard.slots().stream().map(SlotRange::toString).collect(Collectors.joining(","))
				: "none";
	}

	private static String replicas(Shard shard) {
		return shard.replicas().isEmpty() ? ""
				: shard.replicas().stream().map(RecordedReply::node).collect(Collectors.joining(", ", " < ", ""));
	}

	private static String node(ClusterNode node) {
		String health = (node.health() != NodeHealth.ONLINE) ? " " + node.health() : "";
		return node.id().substring(0, 4) + "@" + node.endpoint() + health;
	}

}
