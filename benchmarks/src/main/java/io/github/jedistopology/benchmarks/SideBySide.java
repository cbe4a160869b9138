package io.github.jedistopology.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * Stock Jedis and ours in turn, in one JVM and on one real cluster of three shards, with
 * ever more threads. Writes a table in Markdown. Since the two have their turns right
 * after each other, what else happens on the machine hits both; {@link Ratio} compares
 * them round by round.
 */
public final class SideBySide {

	private static final int WARM_UPS = 10;

	private final RedisClusterClient ours;

	private final RedisClusterClient stock;

	private final Duration turn;

	private SideBySide(RedisClusterClient ours, RedisClusterClient stock, Duration turn) {
		this.ours = ours;
		this.stock = stock;
		this.turn = turn;
	}

	/**
	 * Measures and prints.
	 * @param arguments see {@code docs/performance.md}
	 */
	public static void main(String... arguments) throws InterruptedException, ExecutionException {
		System.out.print(table(Options.parse(arguments)));
	}

	static String table(Options options) throws InterruptedException, ExecutionException {
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(3).start();
				RedisClusterClient ours = Client.JEDIS_TOPOLOGY.start(lab.configurationEndpoint());
				RedisClusterClient stock = Client.STOCK_JEDIS.start(lab.configurationEndpoint())) {
			Workload.prepare(ours);
			SideBySide sideBySide = new SideBySide(ours, stock, options.turn());
			StringBuilder table = new StringBuilder(Row.HEADER);
			for (int threads : options.threads()) {
				sideBySide.rounds(threads, WARM_UPS);
				table.append(new Row(threads, sideBySide.rounds(threads, options.rounds())));
			}
			return table.toString();
		}
	}

	/** Each begins every other round. */
	private List<Round> rounds(int threads, int count) throws InterruptedException, ExecutionException {
		List<Round> rounds = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			if (i % 2 == 0) {
				Turn stockTurn = Workload.run(this.stock, threads, this.turn);
				rounds.add(new Round(Workload.run(this.ours, threads, this.turn), stockTurn));
			}
			else {
				Turn oursTurn = Workload.run(this.ours, threads, this.turn);
				rounds.add(new Round(oursTurn, Workload.run(this.stock, threads, this.turn)));
			}
		}
		return rounds;
	}

}
