package io.github.jedistopology.internal.view;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Writes replies as a source sends them: {@code byte[]}, {@code Long}, {@code List},
 * {@code null}, and {@link JedisDataException} for an error.
 */
public final class Resp {

	private Resp() {
	}

	/** Replies, one after the other. */
	public static byte[] of(List<? extends @Nullable Object> replies) {
		ByteArrayOutputStream resp = new ByteArrayOutputStream();
		replies.forEach((reply) -> write(reply, resp));
		return resp.toByteArray();
	}

	/** A reader of one reply. */
	static RespReader reader(Object reply) {
		return new RespReader(new ByteArrayInputStream(of(List.of(reply))), new Vocabulary());
	}

	private static void write(@Nullable Object reply, ByteArrayOutputStream resp) {
		if (reply == null) {
			line("$-1", resp);
		}
		else if (reply instanceof byte[] bytes) {
			line("$" + bytes.length, resp);
			resp.writeBytes(bytes);
			line("", resp);
		}
		else if (reply instanceof Long number) {
			line(":" + number, resp);
		}
		else if (reply instanceof JedisDataException error) {
			line("-" + error.getMessage(), resp);
		}
		else if (reply instanceof List<?> list) {
			line("*" + list.size(), resp);
			list.forEach((element) -> write(element, resp));
		}
		else {
			throw new IllegalArgumentException("%s is nothing that a source sends".formatted(reply));
		}
	}

	private static void line(String line, ByteArrayOutputStream resp) {
		resp.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
	}

}
