package io.github.jedistopology.benchmarks.refresh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.internal.jedis.BoundedReplies;
import io.github.jedistopology.internal.view.ViewConnection;

/**
 * A node that has both replies at hand as bytes.
 *
 * @param shards its reply to {@code CLUSTER SHARDS}
 * @param nodes its reply to {@code CLUSTER NODES}
 */
record ViewBytes(byte[] shards, byte[] nodes) implements ViewConnection {

	static ViewBytes of(LargeCluster cluster, int author) {
		return new ViewBytes(cluster.shards(), cluster.nodes(author));
	}

	@Override
	public List<@Nullable Object> call(String... commands) {
		List<@Nullable Object> replies = new ArrayList<>();
		for (String command : commands) {
			replies.add(decode(switch (command) {
				case "CLUSTER SHARDS" -> this.shards;
				case "CLUSTER NODES" -> this.nodes;
				default -> throw new IllegalArgumentException(
						"'%s' was asked: expected CLUSTER SHARDS or CLUSTER NODES".formatted(command));
			}));
		}
		return replies;
	}

	private static @Nullable Object decode(byte[] reply) {
		try {
			return new BoundedReplies(new ByteArrayInputStream(reply)).read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
	}

}
