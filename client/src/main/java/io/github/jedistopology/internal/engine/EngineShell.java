package io.github.jedistopology.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyHistory;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.TopologySignals;
import io.github.jedistopology.TopologyUnavailableException;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.view.ViewConnection;

/**
 * Runs an {@link Engine}: brings it events one at a time, does what it wants done, and
 * publishes its topologies. A lock guards the engine; commands take it only to report a
 * redirection or a failure, and nothing slow is done under it.
 */
public final class EngineShell implements TopologyManager, TopologySignals, AutoCloseable {

	/**
	 * A JVM that has just started can be too slow the first time, and the look-up of a
	 * name takes five seconds when the first name server is dead.
	 */
	private static final int START_TRIES = 3;

	private final ClusterSettings settings;

	private final TopologyListener routes;

	private final InstantSource clock;

	private final Engine engine;

	private final EngineThreads threads;

	private final Questions questions;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<CompletableFuture<RefreshReport>, Integer> waiting = new ConcurrentHashMap<>();

	private final Listeners listeners;

	private final History history = new History();

	private @Nullable Future<?> wakeUp;

	private boolean closed;

	private volatile Topology topology;

	private volatile Instant confirmedAt;

	private volatile @Nullable RefreshReport lastRefresh;

	private volatile Map<HostAndPort, Instant> suspects = Map.of();

	private volatile Map<HostAndPort, Instant> tombstones = Map.of();

	/**
	 * A shell that has not started.
	 * @param settings what the client was told
	 * @param connections opens connections to sources
	 * @param routes told of each new topology before anybody else can see it, under the
	 * engine's lock: it must be quick
	 * @param clock the time; must not go back
	 * @param random for the choice of sources and for jitter
	 */
	public EngineShell(ClusterSettings settings, ViewConnection.Factory connections, TopologyListener routes,
			InstantSource clock, Random random) {
		this.settings = settings;
		this.routes = routes;
		this.clock = clock;
		this.engine = new Engine(settings.endpoints(), settings.refresh(), settings.timeouts().topologyQuery(), random,
				clock.instant());
		this.topology = this.engine.topology();
		this.confirmedAt = this.topology.time();
		this.threads = EngineThreads.start(settings.name(), settings.refresh().sources(), settings.endpoints().size());
		this.questions = new Questions(settings, connections, this.threads, this::handle);
		this.listeners = new Listeners(settings.name(), this.threads.listeners());
		this.listeners.add(this.history);
		this.listeners.add(new TopologyLog(settings.name(), clock));
		settings.listeners().forEach(this.listeners::add);
	}

	/**
	 * Asks the endpoints for the topology and waits for it.
	 * @throws TopologyUnavailableException if nobody gave a view
	 */
	public void start() {
		try {
			RefreshReport report = refresh(Trigger.STARTUP).get();
			for (int tries = 1; tries < START_TRIES && report.outcome() == Outcome.FAILED; tries++) {
				report = refresh(Trigger.STARTUP).get();
			}
			if (report.outcome() == Outcome.FAILED) {
				throw new TopologyUnavailableException(this.settings.name(), report.sources());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JedisException("Interrupted while waiting for the topology", ex);
		}
		catch (ExecutionException ex) {
			throw new JedisException("Closed while waiting for the topology", ex);
		}
	}

	/**
	 * Asks the endpoints for the topology, again and again until somebody gives it, and
	 * does not wait.
	 */
	public void startLazily() {
		doubt(Trigger.STARTUP);
	}

	@Override
	public String clusterName() {
		return this.settings.name();
	}

	@Override
	public Topology topology() {
		return this.topology;
	}

	@Override
	public Instant confirmedAt() {
		return this.confirmedAt;
	}

	@Override
	public Duration refreshInterval() {
		return this.settings.refresh().interval();
	}

	@Override
	public @Nullable RefreshReport lastRefresh() {
		return this.lastRefresh;
	}

	@Override
	public TopologyHistory history() {
		return this.history.snapshot();
	}

	@Override
	public Map<HostAndPort, Instant> suspects() {
		return this.suspects;
	}

	@Override
	public Map<HostAndPort, Instant> tombstones() {
		Instant now = this.clock.instant();
		return this.tombstones.entrySet()
			.stream()
			.filter((tombstone) -> tombstone.getValue().isAfter(now))
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/**
	 * Whether the cluster has given an address up.
	 * @param address a host name or IP address, and a port
	 * @return whether nobody should go there
	 */
	public boolean isRemoved(HostAndPort address) {
		Instant expiry = this.tombstones.get(address);
		return expiry != null && expiry.isAfter(this.clock.instant());
	}

	@Override
	public CompletableFuture<RefreshReport> refresh() {
		return refresh(Trigger.USER);
	}

	private CompletableFuture<RefreshReport> refresh(Trigger trigger) {
		CompletableFuture<RefreshReport> future = new CompletableFuture<>();
		this.lock.lock();
		try {
			if (this.closed) {
				return CompletableFuture.failedFuture(closedException());
			}
			this.waiting.put(future, this.engine.rounds() + 1);
			handle(new Event.Doubted(trigger));
		}
		finally {
			this.lock.unlock();
		}
		return future;
	}

	@Override
	public void addListener(TopologyListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void removeListener(TopologyListener listener) {
		this.listeners.remove(listener);
	}

	@Override
	public void moved(int slot, HostAndPort target, HostAndPort witness) {
		handle(new Event.Redirected(slot, target, witness));
	}

	@Override
	public void suspected(HostAndPort endpoint) {
		handle(new Event.Suspected(endpoint));
	}

	@Override
	public void trusted(HostAndPort endpoint) {
		handle(new Event.Trusted(endpoint));
	}

	@Override
	public void doubt(Trigger trigger) {
		handle(new Event.Doubted(trigger));
	}

	private void handle(Event event) {
		this.lock.lock();
		try {
			if (!this.closed) {
				try {
					List<Action> actions = this.engine.handle(event, this.clock.instant());
					this.suspects = this.engine.suspects();
					this.tombstones = this.engine.tombstones();
					actions.forEach(this::run);
				}
				finally {
					scheduleWakeUp();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void scheduleWakeUp() {
		if (this.wakeUp != null) {
			this.wakeUp.cancel(false);
		}
		Instant now = this.clock.instant();
		Instant at = this.engine.wakeAt();
		long delay = at.isAfter(now) ? Duration.between(now, at).toNanos() : 0;
		this.wakeUp = this.threads.timer().schedule(() -> handle(new Event.Woken()), delay, TimeUnit.NANOSECONDS);
	}

	private void run(Action action) {
		if (action instanceof Action.Ask ask) {
			this.questions.ask(ask);
		}
		else if (action instanceof Action.Abandon abandon) {
			this.questions.abandon(abandon);
		}
		else if (action instanceof Action.LookUp lookUp) {
			this.questions.lookUp(lookUp.endpoint());
		}
		else if (action instanceof Action.AskRole askRole) {
			this.questions.askRole(askRole.replica());
		}
		else if (action instanceof Action.EndOfWatch) {
			this.questions.endOfWatch();
		}
		else if (action instanceof Action.Publish publish) {
			publish(publish.change());
		}
		else if (action instanceof Action.Tell tell) {
			this.listeners.tell(tell.call());
		}
		else if (action instanceof Action.Report report) {
			report(report.round(), report.report());
		}
		else {
			throw new IllegalArgumentException("Unknown action: " + action);
		}
	}

	private void publish(TopologyChange change) {
		this.routes.topologyChanged(change);
		this.topology = change.after();
		this.listeners.tell((listener) -> listener.topologyChanged(change));
	}

	private void report(int round, RefreshReport report) {
		this.lastRefresh = report;
		if (report.outcome() == Outcome.CHANGED || report.outcome() == Outcome.UNCHANGED) {
			this.confirmedAt = report.startedAt().plus(report.duration());
		}
		this.listeners.tell((listener) -> listener.refreshed(report));
		this.waiting.forEach((future, needed) -> {
			if (needed <= round) {
				this.waiting.remove(future);
				// Not here: what depends on it may be slow.
				this.listeners.whenHeard(() -> future.complete(report));
			}
		});
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.threads.shutdown();
		}
		finally {
			this.lock.unlock();
		}
		this.questions.abandonAll();
		this.waiting.keySet().forEach((future) -> future.completeExceptionally(closedException()));
	}

	private IllegalStateException closedException() {
		return new IllegalStateException(
				"The topology manager of Redis Cluster '%s' is closed".formatted(clusterName()));
	}

}
