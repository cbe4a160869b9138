package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.LabNode;
import io.github.jedistopology.testkit.LabShard;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.RedisClusterLabBuilder;
import io.github.jedistopology.testkit.adversary.Direction;
import io.github.jedistopology.testkit.adversary.Fault;
import io.github.jedistopology.testkit.adversary.TcpProxy;
import io.github.jedistopology.testkit.load.CounterLoad;
import io.github.jedistopology.testkit.load.CounterReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counters under fire: an INCR that was acknowledged counts once, and one that was not
 * counts at the most once, and only if its caller was told that it may. So every counter
 * must be between what was acknowledged, and that and what may have been executed
 * together. Stock Jedis counts in the same cluster at the same time.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class CountersScenarioTests {

	private static final List<Contender> CONTENDERS = ScenarioLength.contenders(Contender.STOCK_JEDIS).toList();

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

	private static final int THREADS = 8;

	/** As long as an INCR of the load can be: a byte too far for one is in the next. */
	private static final int REQUEST_LENGTH = 56;

	private static final int REPLY_LENGTH = 6;

	@Test
	void primaryIsFrozenForLongerThanTheTimeOut() {
		try (RedisClusterLab lab = lab().nodeTimeout(Duration.ofSeconds(10)).start()) {
			// The thawed node executes what lies in its buffers.
			CounterReport report = count("frozen, no failover", lab, Duration.ofMillis(300), (runs) -> {
				LabNode victim = lab.primaries().get(0);
				lab.freeze(victim);
				Awaitility.await()
					.pollDelay(1500, TimeUnit.MILLISECONDS)
					.until(() -> runs.get(0).load().report().mayHaveBeenExecuted() > 0);
				lab.thaw(victim);
			});
			assertThat(report.mayHaveBeenExecuted()).as("INCRs that may have been executed").isPositive();
		}
	}

	@Test
	void replicaTakesOverGracefully() {
		try (RedisClusterLab lab = lab().replicas(1).start()) {
			CounterReport report = count("graceful failover", lab, COMMAND_TIMEOUT,
					(runs) -> lab.replicas().forEach(lab::failover));
			assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
		}
	}

	@Test
	void slotsMove() {
		try (RedisClusterLab lab = lab().askWindow(Duration.ofMillis(20)).start()) {
			List<LabNode> primaries = lab.primaries();
			CounterReport report = count("reshard", lab, COMMAND_TIMEOUT, (runs) -> {
				lab.moveSlots(primaries.get(0), primaries.get(1), 2500);
				lab.moveSlots(primaries.get(1), primaries.get(2), 2500);
			});
			assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
		}
	}

	@Test
	void clusterShrinksFromFiveShardsToThree() {
		try (RedisClusterLab lab = lab().shards(5).start()) {
			CounterReport report = count("scale-in 5 to 3", lab, COMMAND_TIMEOUT,
					(runs) -> lab.removeShards(lab.primaries().subList(3, 5)));
			assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
		}
	}

	/**
	 * Redis replicates behind the reply, and so loses acknowledged writes with a killed
	 * primary, whatever the client does. Here an INCR counts as acknowledged only when
	 * its replica has it, too. WAIT asks about the connection on which it is sent, so
	 * each thread has a client, and with it one connection to each node, of its own. And
	 * it is sent on that connection by hand: Jedis 8 would send it to every primary, one
	 * of which has no replica for a while.
	 */
	@Test
	void primaryIsKilledAndRestarted() {
		try (RedisClusterLab lab = lab().replicas(1).nodeTimeout(Duration.ofSeconds(1)).start();
				Clients clients = new Clients(lab.configurationEndpoint(), lab.names()::resolve, COMMAND_TIMEOUT)) {
			List<CounterRun> runs = CONTENDERS.stream().map((contender) -> {
				ThreadLocal<RedisClusterClient> own = ThreadLocal.withInitial(() -> clients.start(contender));
				return new CounterRun(contender,
						CounterLoad
							.on((key) -> incrementOnBoth(own.get(), key),
									(ex) -> ex instanceof NotReplicatedException || contender.mayHaveExecuted(ex))
							.rate(400)
							.threads(4)
							.start());
			}).toList();
			CounterReport report = finish("killed and restarted", clients, runs, () -> {
				LabShard shard = lab.shards().get(0);
				lab.kill(shard.primary());
				Awaitility.await().atMost(PATIENCE).until(() -> lab.primaries().contains(shard.replicas().get(0)));
				CounterRun.awaitProgress(runs, 100);
				lab.restart(shard.primary());
			});
			assertThat(report.mayHaveBeenExecuted()).as("INCRs that may have been executed").isPositive();
		}
	}

	private static long incrementOnBoth(RedisClusterClient client, String key) {
		long value = client.incr(key);
		try (Connection connection = client.getConnectionFromSlot(JedisClusterCRC16.getSlot(key))) {
			CommandArguments wait = new CommandArguments(Command.WAIT).add(1).add(100);
			if (connection.executeCommand(new CommandObject<>(wait, BuilderFactory.LONG)) < 1) {
				throw new NotReplicatedException(null);
			}
		}
		catch (JedisException ex) {
			throw new NotReplicatedException(ex);
		}
		return value;
	}

	@Test
	void connectionsAreResetAtSomeBytesAndRepliesAreLost() {
		Random random = new Random(4711);
		resetAndSwallow(random.ints(0, REQUEST_LENGTH).distinct().limit(12).boxed().toList(),
				random.ints(0, REPLY_LENGTH).distinct().limit(4).boxed().toList());
	}

	@Test
	@Tag("soak")
	void connectionsAreResetAtEveryByteAndRepliesAreLost() {
		for (int round = 0; round < 20; round++) {
			resetAndSwallow(IntStream.range(0, REQUEST_LENGTH).boxed().toList(),
					IntStream.range(0, REPLY_LENGTH).boxed().toList());
		}
	}

	private static void resetAndSwallow(List<Integer> requestBytes, List<Integer> replyBytes) {
		try (RedisClusterLab lab = lab().shards(1).start()) {
			for (Contender contender : CONTENDERS) {
				try (TcpProxy proxy = TcpProxy.to(lab.nodes().get(0).address());
						Clients clients = new Clients(lab.configurationEndpoint(),
								(host) -> List.of(proxy.address().getAddress()), COMMAND_TIMEOUT)) {
					List<CounterRun> runs = List.of(start(contender, clients.start(contender)));
					CounterReport report = finish("resets and lost replies", clients, runs, () -> {
						requestBytes.forEach((bytes) -> cut(proxy, Direction.REQUESTS, bytes));
						replyBytes.forEach((bytes) -> cut(proxy, Direction.REPLIES, bytes));
						proxy.inflict(Fault.swallow(Direction.REPLIES).atNext("INCR"));
					});
					if (contender == Contender.JEDIS_TOPOLOGY) {
						int faults = requestBytes.size() + replyBytes.size() + 1;
						// A machine that stands still can cost each thread one more.
						assertThat(report.mayHaveBeenExecuted()).as("one INCR for each fault")
							.isBetween((long) faults, (long) faults + THREADS);
						assertThat(report.notExecuted()).isZero();
					}
				}
			}
		}
	}

	private static void cut(TcpProxy proxy, Direction direction, int bytes) {
		long cuts = proxy.cuts();
		proxy.inflict(Fault.cut(direction, bytes).atNext("INCR"));
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(PATIENCE)
			.until(() -> proxy.cuts() > cuts);
	}

	private static CounterReport count(String scenario, RedisClusterLab lab, Duration commandTimeout,
			Consumer<List<CounterRun>> events) {
		try (Clients clients = new Clients(lab.configurationEndpoint(), lab.names()::resolve, commandTimeout)) {
			List<CounterRun> runs = CONTENDERS.stream()
				.map((contender) -> start(contender, clients.start(contender)))
				.toList();
			return finish(scenario, clients, runs, () -> events.accept(runs));
		}
	}

	private static CounterRun start(Contender contender, RedisClusterClient client) {
		return new CounterRun(contender,
				CounterLoad.on(client::incr, contender::mayHaveExecuted).rate(800).threads(THREADS).start());
	}

	/** The first run's report, with what must hold for our own client. */
	private static CounterReport finish(String scenario, Clients clients, List<CounterRun> runs, Runnable events) {
		CounterRun.awaitProgress(runs, 200);
		events.run();
		CounterRun.awaitProgress(runs, 500);
		runs.forEach((run) -> run.load().stop());
		RedisClusterClient reader = clients.start(Contender.JEDIS_TOPOLOGY);
		List<CounterReport> reports = runs.stream().map((run) -> run.judge(scenario, reader::get)).toList();
		if (runs.get(0).contender() == Contender.JEDIS_TOPOLOGY) {
			assertThat(reports.get(0).isExact()).as("%s", reports.get(0)).isTrue();
		}
		return reports.get(0);
	}

	private static RedisClusterLabBuilder lab() {
		return RedisClusterLab.builder().addresses(AddressPlan.LOOPBACK_ADDRESSES).endpointType(EndpointType.HOSTNAME);
	}

	/**
	 * Clients that begin at the same endpoint and end together.
	 */
	private record Clients(String endpoint, HostResolver names, Duration commandTimeout,
			List<RedisClusterClient> started) implements AutoCloseable {

		Clients(String endpoint, HostResolver names, Duration commandTimeout) {
			this(endpoint, names, commandTimeout, new ArrayList<>());
		}

		RedisClusterClient start(Contender contender) {
			RedisClusterClient client = contender.start(this.endpoint, this.names, this.commandTimeout);
			synchronized (this.started) {
				this.started.add(client);
			}
			return client;
		}

		@Override
		public void close() {
			this.started.forEach(RedisClusterClient::close);
		}

	}

	/**
	 * The INCR was acknowledged, but may be lost with its primary.
	 */
	private static final class NotReplicatedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NotReplicatedException(@Nullable Throwable cause) {
			super(cause);
		}

	}

}
