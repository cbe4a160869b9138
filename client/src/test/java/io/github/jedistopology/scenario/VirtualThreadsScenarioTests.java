package io.github.jedistopology.scenario;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Many more virtual threads than connections: all are served, and none at the cost of
 * another. In a JVM of their own, since these tests themselves run on Java 17.
 */
class VirtualThreadsScenarioTests {

	@TempDir
	private Path directory;

	@Test
	void aThousandThreadsShareConnectionsFairly() throws Exception {
		connectionsAreSharedFairly(1_000, Contender.STOCK_JEDIS);
	}

	@Test
	void tenThousandThreadsShareConnectionsFairly() throws Exception {
		connectionsAreSharedFairly(10_000);
	}

	private void connectionsAreSharedFairly(int threads, Contender... others) throws Exception {
		List<Path> jvms = jvms();
		assumeThat(jvms).as("JDK 25, in JAVA_HOME_25 or /usr/lib/jvm").isNotEmpty();
		try (RedisClusterLab lab = RedisClusterLab.builder().start()) {
			LongSummaryStatistics shares = run(jvms.get(0), Contender.JEDIS_TOPOLOGY, lab, threads, 60);
			for (Contender other : ScenarioLength.contenders(others).skip(1).toList()) {
				run(jvms.get(0), other, lab, threads, 3);
			}
			assertThat(shares.getCount()).isEqualTo(threads);
			assertThat(shares.getMin()).isPositive();
			assertThat((double) shares.getMin()).isGreaterThanOrEqualTo(shares.getAverage() / 2);
			assertThat((double) shares.getMax()).isLessThanOrEqualTo(shares.getAverage() * 2);
		}
	}

	private static List<Path> jvms() throws IOException {
		Path installed = Path.of("/usr/lib/jvm");
		try (Stream<Path> jdks = Files.isDirectory(installed) ? Files.list(installed) : Stream.empty()) {
			return Stream
				.concat(Stream.ofNullable(System.getenv("JAVA_HOME_25")).map(Path::of),
						jdks.filter((jdk) -> jdk.getFileName().toString().contains("-25-")))
				.map((jdk) -> jdk.resolve("bin/java"))
				.filter(Files::isExecutable)
				.toList();
		}
	}

	private LongSummaryStatistics run(Path java, Contender contender, RedisClusterLab lab, int threads, int patience)
			throws Exception {
		File output = this.directory.resolve(contender + ".txt").toFile();
		List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", System.getProperty("java.class.path"),
				VirtualThreadLoad.class.getName(), contender.name(), lab.configurationEndpoint(), "" + threads, "3",
				"" + patience));
		lab.shards().stream().map(Keys::in).forEach(command::add);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
		try {
			assertThat(process.waitFor(patience + 60, TimeUnit.SECONDS)).as("ended").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.exitValue()).as("exit value of the JVM that said: %s", Files.readString(output.toPath()))
			.isZero();
		LongSummaryStatistics shares = shares(Files.readAllLines(output.toPath()));
		System.out.printf("%-40s %,d virtual threads: least %d, mean %.1f, most %d commands%n", contender.label(),
				shares.getCount(), shares.getMin(), shares.getAverage(), shares.getMax());
		return shares;
	}

	/** The last line; log lines may come before. */
	private static LongSummaryStatistics shares(List<String> output) {
		return Stream.of(output.get(output.size() - 1).split(" ")).mapToLong(Long::parseLong).summaryStatistics();
	}

}
