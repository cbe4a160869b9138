package io.github.jedistopology.internal.view;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.RedisClusterLab;

/**
 * Records the files in {@code views}: takes a cluster of six local nodes through a
 * migration, a failover, removals and resets, and writes down, byte for byte, what one of
 * them answers to {@code CLUSTER SHARDS}, {@code NODES} and {@code SLOTS} at each stage.
 * Run by hand: the {@code redis-server} to record, and the directory to write to.
 */
final class ViewRecorder implements AutoCloseable {

	private static final int PORT = 16379;

	private final Path binary;

	private final Path target;

	private final boolean modern;

	private final List<Process> processes = new ArrayList<>();

	private ViewRecorder(Path binary, Path target) throws IOException {
		this.binary = binary.toAbsolutePath();
		this.target = Files.createDirectories(target);
		this.modern = !target.endsWith("6.2");
	}

	public static void main(String[] args) throws Exception {
		try (ViewRecorder recorder = new ViewRecorder(Path.of(args[0]), Path.of(args[1]))) {
			recorder.form();
			recorder.migrate();
			if (recorder.modern) {
				recorder.endpoints();
				recorder.encrypted();
			}
			recorder.failOver();
			recorder.remove();
			recorder.fail();
		}
	}

	private void form() throws Exception {
		for (int node = 1; node <= 6; node++) {
			this.processes.add(start(node, Files.createTempDirectory("view-recorder-")));
		}
		for (int node = 1; node <= 3; node++) {
			int first = 16384 * (node - 1) / 3;
			String[] slots = IntStream.range(first, 16384 * node / 3).mapToObj(String::valueOf).toArray(String[]::new);
			ask(node, "SET-CONFIG-EPOCH", String.valueOf(node));
			ask(node, join("ADDSLOTS", slots));
		}
		for (int node = 2; node <= 6; node++) {
			ask(1, "MEET", ip(node), String.valueOf(PORT));
		}
		for (int node = 4; node <= 6; node++) {
			String primary = id(node - 3);
			int replica = node;
			until(() -> "OK".equals(ask(replica, "REPLICATE", primary)));
		}
		for (int node = 1; node <= 6; node++) {
			until(node,
					(nodes) -> nodes.contains("0-5460") && nodes.contains("5461-10921") && nodes.contains("10922-16383")
							&& nodes.split("slave").length == 4 && !nodes.contains("handshake"));
		}
		record("settled", 1);
	}

	private Process start(int node, Path directory) throws Exception {
		List<String> command = new ArrayList<>(List.of(this.binary.toString(), "--port", String.valueOf(PORT), "--bind",
				ip(node), "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-announce-ip",
				ip(node), "--save", "", "--repl-diskless-sync-delay", "0", "--cluster-require-full-coverage", "no",
				"--cluster-replica-validity-factor", "0", "--dir", directory.toString()));
		if (this.modern) {
			command.addAll(List.of("--bind-source-addr", ip(node), "--cluster-allow-replica-migration", "no"));
		}
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		until(() -> ask(node, "MYID").length() == 40);
		return process;
	}

	private void migrate() throws Exception {
		ask(1, "SETSLOT", "0", "MIGRATING", id(2));
		ask(2, "SETSLOT", "0", "IMPORTING", id(1));
		record("migrating-seen-by-source", 1);
		record("migrating-seen-by-target", 2);
		ask(2, "SETSLOT", "0", "NODE", id(2));
		record("migrated-not-yet-seen-by-replica", 6);
		ask(1, "SETSLOT", "0", "NODE", id(2));
		until(6, (nodes) -> nodes.contains(" 0 5461-10921"));
		record("migrated", 1);
	}

	private void endpoints() throws Exception {
		for (int node = 1; node <= 6; node++) {
			if (node != 2) {
				configure(node, "cluster-announce-hostname", "node-%d.redis.test".formatted(node));
			}
			configure(node, "cluster-preferred-endpoint-type", "hostname");
		}
		until(1, (nodes) -> nodes.contains("node-3.redis.test") && nodes.contains("node-6.redis.test"));
		record("hostname-missing", 1);
		configure(2, "cluster-announce-hostname", "node-2.redis.test");
		until(1, (nodes) -> nodes.contains("node-2.redis.test"));
		record("hostnames", 1);
		configure(1, "cluster-preferred-endpoint-type", "unknown-endpoint");
		record("unknown-endpoint", 1);
		for (int node = 1; node <= 6; node++) {
			configure(node, "cluster-announce-hostname", "");
			configure(node, "cluster-preferred-endpoint-type", "ip");
		}
		until(1, (nodes) -> !nodes.contains("redis.test"));
	}

	private void encrypted() throws IOException {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.tls()
			.start()) {
			InetSocketAddress node = lab.nodes().get(0).address();
			record("tls", lab.sslContext().getSocketFactory().createSocket(node.getAddress(), node.getPort()));
		}
	}

	private void failOver() throws Exception {
		configure(5, "cluster-replica-no-failover", "yes");
		Path directory = Path.of(directory(2));
		kill(2);
		until(1, (nodes) -> nodes.contains("master,fail? "));
		record("primary-suspected", 1);
		until(1, (nodes) -> nodes.contains("master,fail "));
		record("primary-failed", 1);
		configure(5, "cluster-replica-no-failover", "no");
		until(1, (nodes) -> line(nodes, 5).contains("master"));
		record("replica-promoted", 1);
		this.processes.set(1, start(2, directory));
		until(1, (nodes) -> line(nodes, 2).contains(" slave ") && line(nodes, 2).contains(" connected"));
		record("primary-back-as-replica", 1);
	}

	private void remove() throws Exception {
		String removed = id(2);
		for (int node : new int[] { 1, 3, 4, 5, 6 }) {
			ask(node, "FORGET", removed);
		}
		record("replica-forgotten", 1);
		record("forgotten-node-itself", 2);
		ask(6, "RESET", "HARD");
		until(1, (nodes) -> nodes.contains("noaddr"));
		record("replica-reset", 1);
		record("reset-node-itself", 6);
	}

	private void fail() throws Exception {
		kill(5);
		until(1, (nodes) -> nodes.contains("master,fail "));
		record("primary-failed-for-good", 1);
		ask(3, "RESET", "HARD");
		until(1, (nodes) -> nodes.contains("master,noaddr"));
		record("primary-reset", 1);
	}

	private void record(String name, int node) throws IOException {
		record(name, new Socket(ip(node), PORT));
	}

	/** In one write, as a client asks. */
	private void record(String name, Socket connection) throws IOException {
		try (Socket socket = connection) {
			socket.getOutputStream().write("CLUSTER SHARDS\r\nCLUSTER NODES\r\nCLUSTER SLOTS\r\nQUIT\r\n".getBytes());
			String replies = new String(socket.getInputStream().readAllBytes());
			Files.writeString(this.target.resolve(name + ".resp"),
					replies.substring(0, replies.length() - "+OK\r\n".length()));
		}
	}

	private static String ip(int node) {
		return "127.77.0." + node;
	}

	private static String id(int node) {
		return ask(node, "MYID");
	}

	private static String ask(int node, String... arguments) {
		try (Jedis jedis = new Jedis(new HostAndPort(ip(node), PORT))) {
			Object reply = jedis.sendCommand(Command.CLUSTER, arguments);
			return new String((byte[]) reply);
		}
	}

	private static void configure(int node, String parameter, String value) {
		try (Jedis jedis = new Jedis(new HostAndPort(ip(node), PORT))) {
			jedis.configSet(parameter, value);
		}
	}

	private static String directory(int node) {
		try (Jedis jedis = new Jedis(new HostAndPort(ip(node), PORT))) {
			return jedis.configGet("dir").get("dir");
		}
	}

	private static String line(String nodes, int node) {
		return nodes.lines().filter((line) -> line.contains(ip(node) + ":")).findFirst().orElse("");
	}

	private static String[] join(String first, String[] others) {
		List<String> all = new ArrayList<>(List.of(first));
		all.addAll(List.of(others));
		return all.toArray(String[]::new);
	}

	private static void until(int node, Predicate<String> nodes) {
		until(() -> nodes.test(ask(node, "NODES")));
	}

	private static void until(Callable<Boolean> condition) {
		Awaitility.await()
			.ignoreExceptions()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(2))
			.atMost(Duration.ofSeconds(30))
			.until(condition);
	}

	private void kill(int node) throws InterruptedException {
		this.processes.get(node - 1).destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
	}

}
