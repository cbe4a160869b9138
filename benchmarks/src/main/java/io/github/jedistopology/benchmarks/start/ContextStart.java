package io.github.jedistopology.benchmarks.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.openjdk.jmh.util.ListStatistics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * Starts an application with Spring Data Redis again and again on one real cluster, each
 * time in a new JVM: over this project's client, and over Jedis as Spring Boot configures
 * it, in turn. Writes a table in Markdown.
 */
public final class ContextStart {

	private static final int ROUNDS = 11;

	private static final String HEADER = """
			| Time until | Ours, ms | Stock, ms | Difference, ms |
			|---|---:|---:|---:|
			""";

	private ContextStart() {
	}

	/**
	 * Measures and prints.
	 * @param arguments none, or {@code --quick} to show that it works
	 */
	public static void main(String... arguments) {
		System.out.print(table(List.of(arguments).contains("--quick") ? 1 : ROUNDS));
	}

	static String table(int rounds) {
		List<Round> all = new ArrayList<>();
		try (RedisClusterLab lab = RedisClusterLab.builder().shards(3).replicas(1).start()) {
			String nodes = "--spring.data.redis.cluster.nodes=" + lab.configurationEndpoint();
			// The first starts read everything from the disk.
			Round.run(nodes, true);
			for (int i = 0; i < rounds; i++) {
				all.add(Round.run(nodes, i % 2 == 0));
			}
		}
		return HEADER + row("the context has started", all, Start::context)
				+ row("the first command is answered", all, Start::reply)
				+ row("then, of the processor", all, Start::cpu);
	}

	private static String row(String what, List<Round> rounds, ToDoubleFunction<Start> millis) {
		return String.format(Locale.ROOT, "| %s | %.0f | %.0f | **%+.0f** |%n", what,
				median(rounds, (round) -> millis.applyAsDouble(round.ours())),
				median(rounds, (round) -> millis.applyAsDouble(round.stock())),
				median(rounds, (round) -> millis.applyAsDouble(round.ours()) - millis.applyAsDouble(round.stock())));
	}

	private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
		return new ListStatistics(rounds.stream().mapToDouble(figure).toArray()).getPercentile(50);
	}

	/** A start of each, one right after the other. */
	private record Round(Start ours, Start stock) {

		static Round run(String nodes, boolean oursFirst) {
			if (oursFirst) {
				Start ours = start(nodes);
				return new Round(ours, startStock(nodes));
			}
			Start stock = startStock(nodes);
			return new Round(start(nodes), stock);
		}

		private static Start startStock(String nodes) {
			String ours = StreamSupport
				.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
				.filter((candidate) -> candidate.startsWith("io.github.jedistopology."))
				.collect(Collectors.joining(","));
			return start(nodes, "--spring.autoconfigure.exclude=" + ours);
		}

		private static Start start(String... arguments) {
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
							System.getProperty("java.class.path"), Application.class.getName(),
							// Lettuce is here for another benchmark.
							"--spring.data.redis.client-type=jedis", "--spring.main.banner-mode=off"));
			command.addAll(List.of(arguments));
			try {
				Process application = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
				return Start.parse(new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
