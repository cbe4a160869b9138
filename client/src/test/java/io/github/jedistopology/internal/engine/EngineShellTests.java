package io.github.jedistopology.internal.engine;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.assertj.core.api.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.HostResolver;
import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.ReadSettings;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.RetryPolicy;
import io.github.jedistopology.Shard;
import io.github.jedistopology.Shards;
import io.github.jedistopology.SuspicionSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyUnavailableException;
import io.github.jedistopology.internal.view.Resp;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.ViewConnection;
import io.github.jedistopology.internal.view.ViewException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EngineShell}, with sources that are functions. Node {@code a} is
 * behind the configuration endpoint.
 */
@Timeout(60)
class EngineShellTests {

	private static final String NAME = "shell-tests";

	private static final Duration QUERY_TIMEOUT = Duration.ofMillis(500);

	private final Map<HostAndPort, Answer> answers = new ConcurrentHashMap<>();

	private final List<Source> asked = new CopyOnWriteArrayList<>();

	private final List<TopologyChange> routed = new CopyOnWriteArrayList<>();

	private final List<Topology> visibleWhenRouted = new CopyOnWriteArrayList<>();

	/** Opened in the end, for those that wait for ever. */
	private final CountDownLatch forEver = new CountDownLatch(1);

	private volatile HostResolver resolver = (host) -> List.of(InetAddress.getByName(Shards.ip("a")));

	private final EngineShell shell = shell(new TopologyListener() {
		@Override
		public void topologyChanged(TopologyChange change) {
			EngineShellTests.this.visibleWhenRouted.add(EngineShellTests.this.shell.topology());
			EngineShellTests.this.routed.add(change);
		}
	});

	private EngineShell shell(TopologyListener routes) {
		return shell(routes, "cfg.test");
	}

	private EngineShell shell(TopologyListener routes, String... endpoints) {
		return new EngineShell(new ClusterSettings(NAME,
				Arrays.stream(endpoints).map((host) -> new HostAndPort(host, 6379)).toList(), null, null, null,
				RedisProtocol.RESP2, new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), QUERY_TIMEOUT),
				PoolSettings.DEFAULTS, SuspicionSettings.DEFAULTS, RefreshSettings.DEFAULTS, RetryPolicy.DEFAULTS,
				ReadSettings.DEFAULTS, AddressMapper.IDENTITY, (host) -> this.resolver.resolve(host), true, List.of()),
				ScriptedConnection::new, routes, InstantSource.system(), new Random(1));
	}

	@AfterEach
	void close() {
		this.forEver.countDown();
		this.shell.close();
	}

	@Test
	void startPublishesToTheRoutesFirst() {
		start("a:0-99 / b:100-16383");
		assertThat(Shards.text(this.shell.topology().shards())).isEqualTo("a:0-99 / b:100-16383");
		assertThat(this.routed.get(0).after()).isSameAs(this.shell.topology());
		assertThat(this.visibleWhenRouted.get(0).version()).isZero();
		assertThat(this.shell.lastRefresh()).extracting(RefreshReport::outcome).isEqualTo(Outcome.CHANGED);
		assertThat(this.shell.confirmedAt()).isAfterOrEqualTo(this.shell.topology().time());
	}

	@Test
	void startFailsWithTheReasonOfEachSource() {
		answer("a", () -> {
			throw new ViewException("connection refused");
		});
		assertThatExceptionOfType(TopologyUnavailableException.class).isThrownBy(this.shell::start)
			.withMessageContaining("'" + NAME + "'")
			.withMessageContaining(Shards.ip("a") + ":6379: connection refused");
	}

	@Test
	void startFailsWhenTheNameIsUnknown() {
		this.resolver = (host) -> {
			throw new UnknownHostException(host);
		};
		assertThatExceptionOfType(TopologyUnavailableException.class).isThrownBy(this.shell::start)
			.withMessageContaining("cfg.test:6379: unknown host");
	}

	@Test
	void startFailsWhenTheNameHasNoAddress() {
		this.resolver = (host) -> List.of();
		assertThatExceptionOfType(TopologyUnavailableException.class).isThrownBy(this.shell::start)
			.withMessageContaining("cfg.test:6379: its name has no address");
	}

	@Test
	void replyThatCannotBeReadIsAFailureOfItsSource() {
		answer("a", () -> {
			throw new IllegalStateException("a bug of ours");
		});
		assertThatExceptionOfType(TopologyUnavailableException.class).isThrownBy(this.shell::start)
			.withMessageContaining("a bug of ours");
	}

	@Test
	void movedIsRoutedWhenTheCallReturns() {
		start("a:0-99 / b:100-16383");
		this.shell.moved(99, Shards.endpoint("b"), Shards.endpoint("a"));
		assertThat(Shards.text(this.shell.topology().shards())).isEqualTo("a:0-98 / b:99-16383");
		assertThat(this.routed).last().extracting(TopologyChange::after).isSameAs(this.shell.topology());
	}

	@Test
	void refreshReportsARoundThatBeganAfterTheCall() throws Exception {
		start("a:0-16383");
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch mayAnswer = new CountDownLatch(1);
		answer("a", () -> {
			entered.countDown();
			awaitUnchecked(mayAnswer);
			return reply("a:0-16383");
		});
		CompletableFuture<RefreshReport> first = this.shell.refresh();
		entered.await();
		CompletableFuture<RefreshReport> second = this.shell.refresh();
		mayAnswer.countDown();
		assertThat(second.get().startedAt()).isAfter(first.get().startedAt().plus(first.get().duration()));
	}

	@Test
	void sourceThatHangsIsClosedAtItsDeadline() throws Exception {
		start("a:0-99 / b:100-16383");
		CountDownLatch closed = new CountDownLatch(1);
		answer("b", closed);
		RefreshReport report = this.shell.refresh().get();
		assertThat(closed.getCount()).isZero();
		assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
		assertThat(report.sources()).extracting(Object::toString)
			.contains("a.test:6379: answered", "b.test:6379: no answer within 500 ms");
	}

	@Test
	void sourceThatDoesNotEndEvenWhenClosedKeepsOneThread() throws Exception {
		start("a:0-99 / b:100-16383");
		AtomicInteger hanging = new AtomicInteger();
		answer("b", () -> {
			hanging.incrementAndGet();
			awaitUnchecked(this.forEver);
			return reply("b:0-16383");
		});
		for (int i = 0; i < 8; i++) {
			RefreshReport report = this.shell.refresh().get();
			assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
		}
		assertThat(hanging).hasValue(1);
	}

	@Test
	void nameLookUpThatHangsKeepsOneThreadAndStopsNoRefresh() throws Exception {
		start("a:0-16383");
		AtomicInteger hanging = new AtomicInteger();
		this.resolver = (host) -> {
			hanging.incrementAndGet();
			awaitUnchecked(this.forEver);
			return List.of();
		};
		assertThat(this.shell.refresh().get().outcome()).isEqualTo(Outcome.UNCHANGED);
		RefreshReport second = this.shell.refresh().get();
		assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
		assertThat(second.sources()).extracting(Object::toString).contains("cfg.test:6379: its name look-up hangs");
		assertThat(hanging).hasValue(1);
	}

	@Test
	void startSucceedsWhenTheLookUpOutlastsTwoRefreshes() {
		CountDownLatch failures = new CountDownLatch(2);
		this.resolver = (host) -> {
			awaitUnchecked(failures);
			return List.of(InetAddress.getByName(Shards.ip("a")));
		};
		this.shell.addListener(new TopologyListener() {
			@Override
			public void refreshed(RefreshReport report) {
				failures.countDown();
			}
		});
		start("a:0-16383");
		assertThat(Shards.text(this.shell.topology().shards())).isEqualTo("a:0-16383");
	}

	@Test
	void endpointsWhoseLookUpsHangHoldNoOtherUp() {
		this.resolver = (host) -> {
			if (host.startsWith("hanging")) {
				awaitUnchecked(this.forEver);
			}
			return List.of(InetAddress.getByName(Shards.ip("a")));
		};
		answer("a", () -> reply("a:0-16383"));
		try (EngineShell several = shell(new TopologyListener() {
		}, "hanging-1.test", "hanging-2.test", "hanging-3.test", "hanging-4.test", "cfg.test", "hanging-5.test")) {
			several.start();
			assertThat(Shards.text(several.topology().shards())).isEqualTo("a:0-16383");
		}
	}

	@Test
	void replicasThatHangHoldNoSourceUp() throws Exception {
		List<String> hanging = IntStream.range(0, 20).mapToObj((number) -> "r" + number).toList();
		start("a<%s:0-99 / b:100-16383".formatted(String.join(",", hanging)));
		hanging.forEach((replica) -> answer(replica, new CountDownLatch(1)));
		this.shell.suspected(Shards.endpoint("a"));
		assertThat(this.shell.refresh().get().sources()).extracting(Object::toString).contains("b.test:6379: answered");
	}

	@Test
	void tellsWhoIsSuspectedAndSinceWhen() {
		start("a:0-99 / b:100-16383");
		Instant before = Instant.now();
		this.shell.suspected(Shards.endpoint("a"));
		assertThat(this.shell.suspects()).containsOnlyKeys(Shards.endpoint("a"))
			.hasValueSatisfying(new Condition<>((since) -> !since.isBefore(before), "since the call"));
		this.shell.trusted(Shards.endpoint("a"));
		assertThat(this.shell.suspects()).isEmpty();
	}

	@Test
	void tellsWhomTheClusterHasGivenUp() {
		start("a:0-99 / b:100-200 / c:201-16383");
		assertThat(this.shell.tombstones()).isEmpty();
		for (String node : List.of("a", "c")) {
			answer(node, () -> reply("a:0-200 / c:201-16383"));
		}
		HostAndPort ofB = new HostAndPort(Shards.ip("b"), 6379);
		await().untilAsserted(() -> {
			this.shell.refresh().get();
			assertThat(this.shell.tombstones()).containsOnlyKeys(Shards.endpoint("b"), ofB);
		});
		assertThat(this.shell.tombstones().values()).allSatisfy((expiry) -> assertThat(expiry).isAfter(Instant.now()));
		assertThat(this.shell.isRemoved(ofB)).isTrue();
		assertThat(this.shell.isRemoved(Shards.endpoint("a"))).isFalse();
	}

	@Test
	void listenersHearInOrderAndOneThatFailsStopsNobody() {
		List<Long> versions = new CopyOnWriteArrayList<>();
		this.shell.addListener(new TopologyListener() {
			@Override
			public void topologyChanged(TopologyChange change) {
				throw new IllegalStateException("a listener's bug");
			}
		});
		this.shell.addListener(new TopologyListener() {
			@Override
			public void topologyChanged(TopologyChange change) {
				versions.add(change.after().version());
			}
		});
		start("a:0-99 / b:100-16383");
		this.shell.moved(99, Shards.endpoint("b"), Shards.endpoint("a"));
		this.shell.moved(98, Shards.endpoint("b"), Shards.endpoint("a"));
		await().untilAsserted(() -> assertThat(versions).startsWith(1L, 2L, 3L));
	}

	@Test
	void removedListenerHearsNothing() throws Exception {
		AtomicInteger heard = new AtomicInteger();
		TopologyListener listener = new TopologyListener() {
			@Override
			public void refreshed(RefreshReport report) {
				heard.incrementAndGet();
			}
		};
		this.shell.addListener(listener);
		this.shell.removeListener(listener);
		start("a:0-16383");
		this.shell.refresh().get();
		assertThat(heard).hasValue(0);
	}

	@Test
	void closingEndsWhatWaitsAndAllThreads() throws Exception {
		start("a:0-16383");
		answer("a", new CountDownLatch(1));
		CompletableFuture<RefreshReport> refresh = this.shell.refresh();
		await().until(() -> this.asked.size() >= 2);
		this.shell.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> refresh.get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("'" + NAME + "' is closed");
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.contains(NAME)));
	}

	@Test
	void closedShellIsSilent() {
		start("a:0-16383");
		this.shell.close();
		this.shell.moved(5, Shards.endpoint("x"), Shards.endpoint("a"));
		assertThat(this.shell.topology().version()).isOne();
		assertThat(this.shell.refresh()).isCompletedExceptionally();
	}

	/** All nodes say this from now on. */
	private void start(String topology) {
		Shards.of(topology).stream().flatMap(Shard::nodes).forEach((node) -> answer(node.id(), () -> reply(topology)));
		this.shell.start();
	}

	private void answer(String node, Answer answer) {
		this.answers.put(Shards.endpoint(node), answer);
		this.answers.put(new HostAndPort(Shards.ip(node), 6379), answer);
	}

	/** Hangs until it is closed. */
	private void answer(String node, CountDownLatch closed) {
		answer(node, new Answer() {
			@Override
			public Object reply() {
				awaitUnchecked(closed);
				throw new ViewException("connection closed");
			}

			@Override
			public void close() {
				closed.countDown();
			}
		});
	}

	private static void awaitUnchecked(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new ViewException("interrupted", ex);
		}
	}

	private static Object reply(String topology) {
		List<Object> shards = new ArrayList<>();
		for (Shard shard : Shards.of(topology)) {
			shards.add(List.of(bytes("slots"),
					shard.slots()
						.stream()
						.flatMap((range) -> Stream.of((Object) (long) range.start(), (long) range.end()))
						.toList(),
					bytes("nodes"),
					shard.nodes()
						.map((node) -> List.of(bytes("id"), bytes(node.id()), bytes("port"),
								(long) node.endpoint().getPort(), bytes("ip"), bytes(String.valueOf(node.ip())),
								bytes("endpoint"), bytes(node.endpoint().getHost()), bytes("role"),
								bytes((node == shard.primary()) ? "master" : "replica"), bytes("health"),
								bytes("online")))
						.toList()));
		}
		return shards;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private interface Answer {

		Object reply();

		default void close() {
		}

	}

	private final class ScriptedConnection implements ViewConnection {

		private final Answer answer;

		ScriptedConnection(Source source) {
			this.answer = EngineShellTests.this.answers.get(source.target());
			EngineShellTests.this.asked.add(source);
		}

		@Override
		public <T extends @Nullable Object> T ask(List<String> commands, Function<InputStream, T> reader) {
			Object reply = this.answer.reply();
			return reader.apply(new ByteArrayInputStream(Resp
				.of((commands.size() > 1) ? List.of(reply, new JedisDataException("NOPERM")) : List.of(reply))));
		}

		@Override
		public void close() {
			this.answer.close();
		}

	}

}
