package io.github.jedistopology.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.openjdk.jmh.util.ListStatistics;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;

import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * A thousand keys of all slots, read and written by one thread: ours in one command or
 * one pipeline, stock Jedis key by key, since it refuses the command, or in one pipeline.
 * All have their turns right after one another in every round, in changing order, and
 * {@link Ratio} compares them within a round. Writes a table in Markdown.
 */
public final class ManyKeys {

	private static final List<Integer> SHARDS = List.of(3, 13);

	private static final int ROUNDS = 60;

	private static final int WARM_UPS = 60;

	private static final String[] KEYS = IntStream.range(0, 1000).mapToObj((i) -> "key:" + i).toArray(String[]::new);

	private static final String VALUE = "v".repeat(100);

	private static final String HEADER = """
			| Shards | 1,000 keys | One command, ms | Key by key to one command (95 %) | Pipeline, ms | Stock pipeline to pipeline (95 %) |
			|---:|---|---:|---:|---:|---:|
			""";

	private final RedisClusterClient ours;

	private final RedisClusterClient stock;

	private ManyKeys(RedisClusterClient ours, RedisClusterClient stock) {
		this.ours = ours;
		this.stock = stock;
	}

	/**
	 * Measures and prints.
	 * @param arguments none, or {@code --quick} to show that it works
	 */
	public static void main(String... arguments) {
		boolean quick = List.of(arguments).contains("--quick");
		System.out.print(quick ? table(List.of(3), 1, Ratio.MIN_ROUNDS) : table(SHARDS, WARM_UPS, ROUNDS));
	}

	static String table(List<Integer> shards, int warmUps, int rounds) {
		StringBuilder table = new StringBuilder(HEADER);
		for (int count : shards) {
			try (RedisClusterLab lab = RedisClusterLab.builder().shards(count).start();
					RedisClusterClient ours = Client.JEDIS_TOPOLOGY.start(lab.configurationEndpoint());
					RedisClusterClient stock = Client.STOCK_JEDIS.start(lab.configurationEndpoint())) {
				ManyKeys manyKeys = new ManyKeys(ours, stock);
				for (Access access : Access.values()) {
					manyKeys.rounds(access, warmUps);
					table.append(row(count, access, manyKeys.rounds(access, rounds)));
				}
			}
		}
		return table.toString();
	}

	private List<Round> rounds(Access access, int count) {
		List<Runnable> turns = List.of(() -> access.atOnce(this.ours), () -> access.keyByKey(this.stock),
				() -> access.inPipeline(this.ours), () -> access.inPipeline(this.stock));
		List<Round> rounds = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			double[] millis = new double[turns.size()];
			for (int j = 0; j < millis.length; j++) {
				int turn = (i + j) % millis.length;
				long start = System.nanoTime();
				turns.get(turn).run();
				millis[turn] = (System.nanoTime() - start) / 1e6;
			}
			rounds.add(new Round(millis[0], millis[1], millis[2], millis[3]));
		}
		return rounds;
	}

	private static String row(int shards, Access access, List<Round> rounds) {
		return String.format(Locale.ROOT, "| %d | %s | %.1f | %s | %.1f | %s |%n", shards, access,
				median(rounds, Round::atOnce), ratio(rounds, (round) -> round.keyByKey() / round.atOnce()),
				median(rounds, Round::pipeline), ratio(rounds, (round) -> round.stockPipeline() / round.pipeline()));
	}

	private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
		return new ListStatistics(rounds.stream().mapToDouble(figure).toArray()).getPercentile(50);
	}

	private static Ratio ratio(List<Round> rounds, ToDoubleFunction<Round> figure) {
		return Ratio.of(rounds.stream().mapToDouble(figure).toArray());
	}

	/** What is done with the keys. */
	private enum Access {

		MSET {

			@Override
			void atOnce(RedisClusterClient redis) {
				redis.mset(Arrays.stream(KEYS)
					.flatMap((key) -> Arrays.stream(new String[] { key, VALUE }))
					.toArray(String[]::new));
			}

			@Override
			void keyByKey(RedisClusterClient redis) {
				for (String key : KEYS) {
					redis.set(key, VALUE);
				}
			}

			@Override
			void inPipeline(RedisClusterClient redis) {
				check(pipeline(redis,
						(pipeline) -> Arrays.stream(KEYS).map((key) -> pipeline.set(key, VALUE)).toList()), "OK");
			}

		},

		MGET {

			@Override
			void atOnce(RedisClusterClient redis) {
				check(redis.mget(KEYS), VALUE);
			}

			@Override
			void keyByKey(RedisClusterClient redis) {
				check(Arrays.stream(KEYS).map(redis::get).toList(), VALUE);
			}

			@Override
			void inPipeline(RedisClusterClient redis) {
				check(pipeline(redis, (pipeline) -> Arrays.stream(KEYS).map(pipeline::get).toList()), VALUE);
			}

		};

		abstract void atOnce(RedisClusterClient redis);

		abstract void keyByKey(RedisClusterClient redis);

		abstract void inPipeline(RedisClusterClient redis);

		private static List<String> pipeline(RedisClusterClient redis,
				Function<ClusterPipeline, List<Response<String>>> commands) {
			try (ClusterPipeline pipeline = redis.pipelined()) {
				List<Response<String>> responses = commands.apply(pipeline);
				pipeline.sync();
				return responses.stream().map(Response::get).toList();
			}
		}

		private static void check(List<String> replies, String expected) {
			if (replies.size() != KEYS.length || !replies.stream().allMatch(expected::equals)) {
				throw new IllegalStateException("Not every reply is '%s'".formatted(expected));
			}
		}

	}

	/** Milliseconds of each turn. */
	private record Round(double atOnce, double keyByKey, double pipeline, double stockPipeline) {

	}

}
