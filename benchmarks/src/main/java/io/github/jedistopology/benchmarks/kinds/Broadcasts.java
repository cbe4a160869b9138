package io.github.jedistopology.benchmarks.kinds;

import java.util.List;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.LibraryInfo;

import io.github.jedistopology.testkit.LabNode;

/**
 * {@code FUNCTION LOAD REPLACE} to all primaries, a new version each time. If the last
 * one was acknowledged, every primary of the cluster must have it.
 */
final class Broadcasts implements Use {

	private final Stage stage;

	private final String library;

	private long version;

	private boolean acknowledged;

	Broadcasts(Stage stage) {
		this.stage = stage;
		this.library = stage.spreadKey("library").replaceAll("\\W", "_");
	}

	@Override
	public void once() {
		this.version++;
		this.acknowledged = false;
		this.stage.tally().attempt(() -> this.stage.client().functionLoadReplace(code()));
		this.acknowledged = true;
	}

	private String code() {
		return """
				#!lua name=%s
				redis.register_function('%1$s', function() return %d end)
				""".formatted(this.library, this.version);
	}

	@Override
	public void verify() {
		if (this.acknowledged) {
			List<LabNode> without = this.stage.lab().primaries().stream().filter((node) -> !hasIt(node)).toList();
			this.stage.tally().lost(without.size(), "version %d at %s".formatted(this.version, without));
		}
	}

	private boolean hasIt(LabNode node) {
		try (Jedis jedis = new Jedis(node.address().getHostString(), node.address().getPort())) {
			List<LibraryInfo> libraries = jedis.functionListWithCode(this.library);
			return libraries.size() == 1 && code().equals(libraries.get(0).getLibraryCode());
		}
	}

}
