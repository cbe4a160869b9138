package io.github.jedistopology.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import redis.clients.jedis.JedisClientConfig;

import org.jspecify.annotations.Nullable;

/**
 * Starts the servers of a lab, each with a name, an address and a directory of its own.
 */
final class NodeLauncher {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private final Path binary;

	private final Workspace workspace;

	private final RedisConfiguration configuration;

	private final JedisClientConfig adminConfig;

	/** The domain that host names end with; null when nodes announce none. */
	private final @Nullable String domain;

	private int launched;

	NodeLauncher(Path binary, Workspace workspace, RedisConfiguration configuration, JedisClientConfig adminConfig,
			@Nullable String domain) {
		this.binary = binary;
		this.workspace = workspace;
		this.configuration = configuration;
		this.adminConfig = adminConfig;
		this.domain = domain;
	}

	/**
	 * Starts servers that know nothing of each other yet.
	 * @throws IllegalStateException naming the node and showing its log, when one does
	 * not start
	 */
	List<LabNode> launch(int count) {
		List<Launch> launches = IntStream.range(0, count).mapToObj((i) -> begin()).toList();
		return launches.stream().map(Launch::finish).toList();
	}

	private synchronized Launch begin() {
		String name = "node-" + ++this.launched;
		String hostName = (this.domain != null) ? name + "." + this.domain : null;
		NodeAddress address = this.workspace.addresses().next();
		try {
			Path directory = Files.createDirectory(this.workspace.directory().resolve(name));
			Files.writeString(directory.resolve("redis.conf"), this.configuration.of(address, hostName));
			RedisProcess process = new RedisProcess(this.binary, directory, this.workspace.guardian());
			process.start();
			return new Launch(name, hostName, address, process, new NodeAdmin(address, this.adminConfig));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot prepare " + name, ex);
		}
	}

	/** Starts a node that was killed, with the state that it left. */
	void relaunch(LabNode node) {
		node.process().start();
		awaitAnswer(node.name(), node.listensAt(), node.process(), node.admin());
	}

	private static void awaitAnswer(String name, NodeAddress address, RedisProcess process, NodeAdmin admin) {
		try {
			Await.until("It answers", START_TIMEOUT, () -> {
				if (!process.isAlive()) {
					throw new IllegalStateException("The process has ended");
				}
				admin.ping();
				return null;
			});
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("%s at %s does not start: %s. The end of its log:%n%s".formatted(name,
					address, ex.getMessage(), process.logTail()), ex);
		}
	}

	private record Launch(String name, @Nullable String hostName, NodeAddress address, RedisProcess process,
			NodeAdmin admin) {

		LabNode finish() {
			awaitAnswer(this.name, this.address, this.process, this.admin);
			return new LabNode(this.name, this.hostName, this.address, this.admin.cluster("MYID"), this.process,
					this.admin);
		}

	}

}
