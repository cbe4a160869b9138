package io.github.jedistopology.testkit;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.SafeEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Labs start, stand side by side, and end.
 */
class LifecycleScenarioTests {

	@Test
	@EnabledOnOs(OS.LINUX)
	void aLargeClusterGetsReady() throws Exception {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.shards(13)
			.replicas(1)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.start()) {
			assertThat(lab.nodes()).hasSize(26);
			assertThat(lab.shards()).hasSize(13).allSatisfy((shard) -> {
				assertThat(shard.replicas()).hasSize(1);
				assertThat(shard.slotCount()).isBetween(1260, 1261);
			});
			String endpoint = lab.configurationEndpoint();
			assertThat(lab.names().resolve(endpoint.substring(0, endpoint.indexOf(':')))).hasSize(26);
			assertThat(lab.nodes()).extracting((node) -> node.address().getPort())
				.containsOnly(Integer.valueOf(endpoint.substring(endpoint.indexOf(':') + 1)));
		}
	}

	@ParameterizedTest
	@EnumSource
	@EnabledOnOs(OS.LINUX)
	void labsStandSideBySideEachWithTheEndpointsThatItWasAskedFor(AddressPlan plan) {
		List<RedisClusterLab> labs = Arrays.stream(EndpointType.values())
			.parallel()
			.map((type) -> RedisClusterLab.builder().shards(1).addresses(plan).endpointType(type).start())
			.toList();
		List<LabNode> nodes = labs.stream().flatMap((lab) -> lab.nodes().stream()).toList();
		try {
			assertThat(nodes).extracting(LabNode::address).doesNotHaveDuplicates();
			assertThat(endpointOf(nodes.get(EndpointType.IP.ordinal())))
				.isEqualTo(nodes.get(0).address().getAddress().getHostAddress());
			assertThat(endpointOf(nodes.get(EndpointType.HOSTNAME.ordinal()))).startsWith("node-1.")
				.isEqualTo(nodes.get(1).hostName());
			assertThat(endpointOf(nodes.get(EndpointType.UNKNOWN_ENDPOINT.ordinal()))).isNull();
		}
		finally {
			labs.forEach(RedisClusterLab::close);
		}
		assertThat(nodes).hasSize(3).noneMatch((node) -> ProcessHandle.of(node.pid()).isPresent());
		labs.forEach(RedisClusterLab::close);
	}

	/** What CLUSTER SLOTS says about the only node. */
	private static String endpointOf(LabNode node) {
		try (Jedis jedis = new Jedis(node.address().getAddress().getHostAddress(), node.address().getPort())) {
			List<?> range = (List<?>) jedis.clusterSlots().get(0);
			byte[] endpoint = (byte[]) ((List<?>) range.get(2)).get(0);
			return (endpoint != null) ? SafeEncoder.encode(endpoint) : null;
		}
	}

	@Test
	void aNodeThatDoesNotStartIsNamedAndItsLogShown(@TempDir Path directory) throws Exception {
		Path binary = Files.writeString(directory.resolve("no-redis"), "#!/bin/sh\necho Too tired to serve\nexit 3\n");
		assertThat(binary.toFile().setExecutable(true)).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> RedisClusterLab.builder().redisServer(binary).start())
			.withMessageContaining("node-1 at 127.0.0.1:")
			.withMessageContaining("does not start")
			.withMessageContaining("Too tired to serve");
	}

	@Test
	void nothingOutlivesAJvmThatIsKilled() throws Exception {
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), OtherJvm.class.getName())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader output = jvm.inputReader()) {
			List<ProcessHandle> servers = Arrays.stream(output.readLine().split(" "))
				.map((pid) -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
				.toList();
			List<Path> files = Arrays.stream(output.readLine().split(" ")).map(Path::of).toList();
			assertThat(servers).hasSize(3).allMatch(ProcessHandle::isAlive);
			assertThat(files).hasSize(2).allMatch(Files::exists);
			jvm.destroyForcibly().waitFor();
			await().untilAsserted(() -> {
				assertThat(servers).noneMatch(ProcessHandle::isAlive);
				assertThat(files).noneMatch(Files::exists);
			});
		}
	}

	/** Starts a lab, freezes a node, says what there is, and goes on for ever. */
	static final class OtherJvm {

		public static void main(String[] arguments) throws Exception {
			RedisClusterLab lab = RedisClusterLab.builder().start();
			lab.freeze(lab.nodes().get(0));
			Map<String, String> server = NodeAdmin.properties(lab.info(lab.nodes().get(1), "server"));
			System.out.println(String.join(" ", lab.nodes().stream().map((node) -> "" + node.pid()).toList()));
			System.out.println(server.get("config_file") + " " + server.get("executable"));
			Thread.currentThread().join();
		}

	}

}
