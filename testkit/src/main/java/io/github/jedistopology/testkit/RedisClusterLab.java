package io.github.jedistopology.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.net.ssl.SSLContext;

import redis.clients.jedis.DefaultJedisClientConfig;

import org.jspecify.annotations.Nullable;

/**
 * A real Redis Cluster of local processes, to be changed and broken while clients use it.
 * <pre class="code">
 * try (RedisClusterLab lab = RedisClusterLab.builder().shards(3).replicas(1).start()) {
 *     LabNode primary = lab.addShard();
 *     lab.kill(lab.primaries().get(0));
 * }
 * </pre> Labs side by side, in one JVM or in several, do not get in each other's way. No
 * process and no file of a lab outlives the JVM, however that ends.
 * <p>
 * Methods that change the cluster return when all running nodes agree on the change, and
 * throw {@link IllegalStateException} when that does not happen within a minute, or when
 * a node that they need dies meanwhile. Methods that take a node throw
 * {@link IllegalArgumentException} when it does not belong to the lab, or not in the role
 * that they need. Safe for use by several threads: members and slots change one after the
 * other; nodes can be killed, frozen and looked at meanwhile.
 */
public final class RedisClusterLab implements AutoCloseable {

	private final LabSettings settings;

	private final Workspace workspace;

	private final @Nullable TestCertificates certificates;

	private final String configurationEndpoint;

	private final LabNames names;

	private final NodeLauncher launcher;

	private final Members members = new Members();

	private final ErrorCounters errors = new ErrorCounters();

	private final Resizing resizing;

	private RedisClusterLab(LabSettings settings, Workspace workspace) {
		this.settings = settings;
		this.workspace = workspace;
		String domain = "lab-" + UUID.randomUUID().toString().substring(0, 8) + ".redis.test";
		this.certificates = settings.tls() ? TestCertificates.create(workspace.directory().resolve("tls"), domain,
				workspace.addresses().certifiedIps()) : null;
		this.configurationEndpoint = "cfg." + domain;
		this.names = new LabNames(this.configurationEndpoint, System::nanoTime);
		this.launcher = new NodeLauncher(settings.binary(), workspace,
				new RedisConfiguration(settings,
						(this.certificates != null) ? this.certificates.directives() : List.of()),
				adminConfig(settings.access(), this.certificates), settings.announcesHostNames() ? domain : null);
		this.resizing = new Resizing(this.launcher, this.members,
				new SlotMover(settings.access(), settings.askWindow()), this.names, this.errors);
	}

	private static DefaultJedisClientConfig adminConfig(Access access, @Nullable TestCertificates certificates) {
		DefaultJedisClientConfig.Builder config = access.clientConfig().clientName("lab-admin").timeoutMillis(5000);
		if (certificates != null) {
			config.ssl(true).sslSocketFactory(certificates.sslContext().getSocketFactory());
		}
		return config.build();
	}

	/**
	 * Says what the lab shall be, and starts it.
	 */
	public static RedisClusterLabBuilder builder() {
		return new RedisClusterLabBuilder();
	}

	static RedisClusterLab start(LabSettings settings) {
		Workspace workspace = Workspace.open(settings.addresses());
		try {
			RedisClusterLab lab = new RedisClusterLab(settings, workspace);
			lab.form();
			return lab;
		}
		catch (RuntimeException ex) {
			workspace.close();
			throw ex;
		}
	}

	private void form() {
		List<LabNode> nodes = this.launcher.launch(this.settings.shards() * (1 + this.settings.replicas()));
		this.members.add(nodes);
		ClusterFormation.form(nodes, this.settings.shards());
		this.members.awaitAgreement();
		this.names.add(nodes);
		this.names.list(nodes);
	}

	/**
	 * Where clients begin, as {@code host:port}: with
	 * {@link AddressPlan#LOOPBACK_ADDRESSES} a name that stands for all nodes, as
	 * ElastiCache's configuration endpoint does, and resolves through {@link #names()};
	 * with {@link AddressPlan#PORTS}, where no name can do that, the oldest node.
	 */
	public String configurationEndpoint() {
		LabNode oldest = this.members.all().get(0);
		return switch (this.settings.addresses()) {
			case LOOPBACK_ADDRESSES -> this.configurationEndpoint + ":" + oldest.address().getPort();
			case PORTS -> oldest.hostAndPort();
		};
	}

	/**
	 * All nodes that were not removed, the oldest first, those that are down included.
	 */
	public List<LabNode> nodes() {
		return this.members.all();
	}

	/**
	 * The shards as a running node sees them now, in the order of their primaries' age.
	 */
	public List<LabShard> shards() {
		return this.members.shards();
	}

	/**
	 * The primaries of {@link #shards()}. One that is down stays the primary of its shard
	 * until a replica has taken over.
	 */
	public List<LabNode> primaries() {
		return shards().stream().map(LabShard::primary).toList();
	}

	/**
	 * The replicas of {@link #shards()}.
	 */
	public List<LabNode> replicas() {
		return shards().stream().flatMap((shard) -> shard.replicas().stream()).toList();
	}

	/**
	 * The lab's name service.
	 */
	public LabNames names() {
		return this.names;
	}

	/**
	 * Adds a shard, with as many replicas as the lab was started with, and moves its fair
	 * share of slots with their keys to it while commands run.
	 * @return its primary
	 */
	public LabNode addShard() {
		return addShards(1).get(0);
	}

	/**
	 * Adds several shards at once.
	 * @return their primaries
	 * @see #addShard()
	 */
	public List<LabNode> addShards(int count) {
		if (count < 1) {
			throw new IllegalArgumentException("count must be at least 1, not " + count);
		}
		return this.resizing.addShards(count, this.settings.replicas());
	}

	/**
	 * Removes a shard as ElastiCache scales in: moves its slots with their keys to the
	 * others while commands run, lets all others forget its nodes, lets these answer for
	 * one more second, ends their processes, and lets their names vanish.
	 * @return the removed nodes, with the time of their removal
	 */
	public List<LabNode> removeShard(LabNode primary) {
		return removeShards(List.of(primary));
	}

	/**
	 * Removes several shards at once.
	 * @return the removed nodes, with the time of their removal
	 * @see #removeShard(LabNode)
	 */
	public List<LabNode> removeShards(List<LabNode> primaries) {
		return this.resizing.removeShards(primaries);
	}

	/**
	 * Moves slots with their keys from one primary to another while commands run.
	 */
	public void moveSlots(LabNode from, LabNode to, int count) {
		this.resizing.moveSlots(from, to, count);
	}

	/**
	 * Adds a replica and waits until it is in sync.
	 */
	public LabNode addReplica(LabNode primary) {
		return this.resizing.addReplica(primary);
	}

	/**
	 * Removes a replica: the others forget it, it answers for one more second, its
	 * process ends, its name vanishes.
	 * @return the node, with the time of its removal
	 */
	public LabNode removeReplica(LabNode replica) {
		return this.resizing.removeReplica(replica);
	}

	/**
	 * Lets a replica take over from its primary without losing anything
	 * ({@code CLUSTER FAILOVER}).
	 */
	public void failover(LabNode replica) {
		this.resizing.failover(replica);
	}

	/**
	 * Replaces every node by a new one, one by one, as ElastiCache does for maintenance:
	 * a new node joins as a replica, takes over if the old one is the primary, and the
	 * old one is removed.
	 * @return the removed nodes, with the times of their removal
	 */
	public List<LabNode> replaceEveryNode() {
		List<LabNode> removed = new ArrayList<>();
		nodes().forEach((node) -> removed.add(this.resizing.replace(node)));
		return List.copyOf(removed);
	}

	/**
	 * Kills a node (SIGKILL). It still belongs to the cluster; what it alone had is lost:
	 * nothing is persisted but the state of the cluster.
	 */
	public void kill(LabNode node) {
		this.members.require(node);
		node.process().kill();
	}

	/**
	 * Starts a node that was killed, at its old address and with its old state of the
	 * cluster, and waits until it has found its place again. Its keys are gone unless its
	 * shard has another primary by now.
	 * @throws IllegalStateException when the node runs
	 */
	public void restart(LabNode node) {
		this.members.require(node);
		this.launcher.relaunch(node);
		rejoin(node);
	}

	/**
	 * Stops a node without ending it (SIGSTOP): its connections stay open, and the system
	 * goes on to accept new ones for it, but nothing answers.
	 * @throws IllegalStateException when the node does not run
	 */
	public void freeze(LabNode node) {
		this.members.require(node);
		node.process().freeze();
	}

	/**
	 * Lets a frozen node go on (SIGCONT), and waits until it has found its place again.
	 * @throws IllegalStateException when the node does not run
	 */
	public void thaw(LabNode node) {
		this.members.require(node);
		node.process().thaw();
		rejoin(node);
	}

	private void rejoin(LabNode node) {
		this.members.forgetStrangers(node);
		this.members.awaitAgreement();
	}

	/**
	 * How many error replies with this prefix the servers have sent, such as {@code ASK}
	 * or {@code MOVED}: removed nodes included; nodes that are down, and what they
	 * counted before, not.
	 */
	public long errorStats(String prefix) {
		return this.errors.total(prefix, this.members.running());
	}

	/**
	 * A section of a node's INFO.
	 */
	public String info(LabNode node, String section) {
		this.members.require(node);
		return node.admin().info(section);
	}

	/**
	 * For clients of a lab with TLS: trusts the lab's certificates and no others.
	 * @throws IllegalStateException for a lab without TLS
	 */
	public SSLContext sslContext() {
		return requireCertificates().sslContext();
	}

	/**
	 * For clients of a lab with TLS: the certificate of the authority to trust, a PEM
	 * file that lives as long as the lab.
	 * @throws IllegalStateException for a lab without TLS
	 */
	public Path certificateAuthority() {
		return requireCertificates().authority();
	}

	private TestCertificates requireCertificates() {
		if (this.certificates == null) {
			throw new IllegalStateException("This lab has no TLS; ask for it with builder().tls()");
		}
		return this.certificates;
	}

	/**
	 * Ends all processes and removes all files.
	 */
	@Override
	public void close() {
		this.names.close();
		this.members.all().forEach((node) -> {
			node.process().kill();
			node.admin().close();
		});
		this.workspace.close();
	}

}
