package io.github.jedistopology.benchmarks.refresh;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

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
	public <T extends @Nullable Object> T ask(List<String> commands, Function<InputStream, T> reader) {
		return reader.apply(new SequenceInputStream(
				Collections.enumeration(commands.stream().map((command) -> new ByteArrayInputStream(switch (command) {
					case "CLUSTER SHARDS" -> this.shards;
					case "CLUSTER NODES" -> this.nodes;
					default -> throw new IllegalArgumentException(
							"'%s' was asked: expected CLUSTER SHARDS or CLUSTER NODES".formatted(command));
				})).toList())));
	}

	@Override
	public void close() {
	}

}
