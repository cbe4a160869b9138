package io.github.jedistopology.benchmarks.refresh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.Topology;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.engine.Action;
import io.github.jedistopology.internal.engine.Engine;
import io.github.jedistopology.internal.engine.Event;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;
import io.github.jedistopology.internal.view.ViewQuery;

/**
 * What a refresh costs at a thousand nodes: three views from bytes to a published
 * topology. Measure with {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set before each trial
public class RefreshBenchmark {

	private static final HostAndPort ENDPOINT = new HostAndPort("cfg.test", LargeCluster.PORT);

	private static final Duration LONG = Duration.ofMinutes(2);

	private final ViewQuery query = new ViewQuery(false, AddressMapper.IDENTITY);

	/** Three sources before and after a replica has failed. */
	private List<List<ViewBytes>> sources;

	private Engine engine;

	private InetAddress address;

	private Instant now = Instant.EPOCH;

	private int refreshes;

	private int asked;

	@Setup
	public void start() throws UnknownHostException {
		LargeCluster whole = new LargeCluster(LargeCluster.Hosts.NAMES, -1);
		LargeCluster hurt = new LargeCluster(LargeCluster.Hosts.NAMES, 7);
		this.sources = List.of(sources(whole), sources(hurt));
		this.address = InetAddress.getByName(whole.ip(0));
		this.engine = new Engine(List.of(ENDPOINT), RefreshSettings.DEFAULTS, Duration.ofSeconds(1), new Random(1),
				this.now);
		handle(new Event.Doubted(Trigger.STARTUP));
	}

	private static List<ViewBytes> sources(LargeCluster cluster) {
		return List.of(ViewBytes.of(cluster, 10), ViewBytes.of(cluster, 20), ViewBytes.of(cluster, 30));
	}

	/** Decode, read, reconcile, publish: each time a replica has failed or recovered. */
	@Benchmark
	public Topology refresh() {
		Topology before = this.engine.topology();
		this.refreshes++;
		this.now = this.now.plus(LONG);
		handle(new Event.Woken());
		if (this.engine.topology() == before) {
			throw new IllegalStateException("Nothing was published");
		}
		return this.engine.topology();
	}

	/** Bytes to a view. */
	@Benchmark
	public View readOneView() {
		return this.query.ask(Source.node(ENDPOINT), this.sources.get(0).get(0));
	}

	private void handle(Event first) {
		Deque<Event> events = new ArrayDeque<>(List.of(first));
		while (!events.isEmpty()) {
			for (Action action : this.engine.handle(events.remove(), this.now)) {
				if (action instanceof Action.Ask ask) {
					ViewBytes bytes = this.sources.get(this.refreshes % 2).get(this.asked++ % 3);
					events.add(new Event.Answered(ask.round(), ask.source(), this.query.ask(ask.source(), bytes)));
				}
				else if (action instanceof Action.LookUp lookUp) {
					events.add(new Event.LookedUp(lookUp.endpoint(), List.of(this.address)));
				}
			}
		}
	}

}
