package io.github.jedistopology.boot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that lack one of the optional libraries: each in a JVM of its own, with
 * the class path of this test but for that library.
 */
class WithoutOptionalLibraryScenarioTests {

	private static RedisClusterLab lab;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().shards(1).start();
	}

	@AfterAll
	static void stop() {
		lab.close();
	}

	@ParameterizedTest
	@EnumSource
	void startsWithAllThatIsLeft(OptionalLibrary absent, @TempDir Path directory)
			throws IOException, InterruptedException {
		Path output = directory.resolve("output");
		Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", classPathWithout(absent), Application.class.getName(),
				"--jedis-topology.endpoints=" + lab.configurationEndpoint(), "--spring.main.web-application-type=none",
				"--management.endpoints.web.exposure.include=*", "--spring.docker.compose.enabled=false",
				"--logging.level.root=warn")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(application.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
			String lastLine = "hello " + absent.beansWithoutIt();
			assertThat(output).content().endsWith(lastLine + System.lineSeparator());
		}
		finally {
			application.destroyForcibly();
		}
	}

	private static String classPathWithout(OptionalLibrary absent) {
		Map<Boolean, List<String>> elements = Arrays
			.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.collect(Collectors.partitioningBy(absent::has));
		assertThat(elements.get(true)).as("what is taken away").isNotEmpty();
		return String.join(File.pathSeparator, elements.get(false));
	}

	/**
	 * What runs in the other JVM.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		public static void main(String... arguments) {
			try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
				RedisClusterClient redis = context.getBean(RedisClusterClient.class);
				redis.set("greeting", "hello");
				System.out.println(redis.get("greeting") + " "
						+ OptionalLibrary.ALL_BEANS.stream().filter(context::containsBean).toList());
			}
		}

	}

}
