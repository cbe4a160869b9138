package io.github.jedistopology.internal.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterSettings;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.ViewConnection;
import io.github.jedistopology.internal.view.ViewException;
import io.github.jedistopology.internal.view.ViewQuery;

/**
 * Puts an engine's questions to sources and to the name service, on other threads, and
 * brings back each answer as an event. Thread-safe; no call blocks.
 */
final class Questions {

	private static final Logger logger = LoggerFactory.getLogger(Questions.class);

	private final ClusterSettings settings;

	private final ViewConnection.Factory connections;

	private final ViewQuery query;

	private final EngineThreads threads;

	private final Consumer<Event> answers;

	private final Map<Action.Ask, ViewConnection> openConnections = new ConcurrentHashMap<>();

	private final Map<Source, ViewConnection> roleConnections = new ConcurrentHashMap<>();

	private final Set<Source> asking = ConcurrentHashMap.newKeySet();

	Questions(ClusterSettings settings, ViewConnection.Factory connections, EngineThreads threads,
			Consumer<Event> answers) {
		this.settings = settings;
		this.connections = connections;
		this.query = new ViewQuery(settings.tls() != null, settings.addressMapper());
		this.threads = threads;
		this.answers = answers;
	}

	/** A source whose name look-up hangs keeps one thread, not one for each refresh. */
	void ask(Action.Ask ask) {
		Source source = ask.source();
		if (!this.asking.add(source)) {
			later(new Event.NotAnswered(ask.round(), source, "hangs since an earlier refresh"));
			return;
		}
		ViewConnection connection = this.connections.apply(source);
		this.openConnections.put(ask, connection);
		this.threads.queries().execute(() -> {
			Event event;
			try {
				event = answer(ask, connection);
			}
			finally {
				close(this.openConnections.remove(ask));
				this.asking.remove(source);
			}
			this.answers.accept(event);
		});
	}

	private Event answer(Action.Ask ask, ViewConnection connection) {
		Source source = ask.source();
		if (!this.openConnections.containsKey(ask)) {
			return new Event.NotAnswered(ask.round(), source, "given up before a thread was free");
		}
		try {
			return new Event.Answered(ask.round(), source, this.query.ask(source, connection));
		}
		catch (ViewException ex) {
			return new Event.NotAnswered(ask.round(), source, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			logger.warn("Redis Cluster '{}': the view of {} could not be read", this.settings.name(), source, ex);
			return new Event.NotAnswered(ask.round(), source, ex.toString());
		}
	}

	/** Not while the engine's actions are being run. */
	private void later(Event event) {
		this.threads.timer().execute(() -> this.answers.accept(event));
	}

	/**
	 * Stops waiting: a call that is under way ends, one that has not begun does not
	 * begin.
	 */
	void abandon(Action.Abandon abandon) {
		close(this.openConnections.remove(new Action.Ask(abandon.round(), abandon.source())));
	}

	void abandonAll() {
		this.openConnections.values().forEach(ViewConnection::close);
		endOfWatch();
	}

	/** Asks on a connection that is kept for the next time. */
	void askRole(Source replica) {
		ViewConnection connection = this.roleConnections.computeIfAbsent(replica, this.connections);
		this.threads.roles().execute(() -> {
			boolean promoted = false;
			try {
				promoted = this.query.isPrimary(connection);
			}
			catch (RuntimeException ex) {
				this.roleConnections.remove(replica, connection);
				connection.close();
			}
			this.answers.accept(new Event.RoleTold(replica, promoted));
		});
	}

	void endOfWatch() {
		this.roleConnections.values().removeIf((connection) -> {
			connection.close();
			return true;
		});
	}

	private static void close(@Nullable ViewConnection connection) {
		if (connection != null) {
			connection.close();
		}
	}

	/** The engine waits for its end before it wants the same endpoint looked up again. */
	void lookUp(HostAndPort endpoint) {
		this.threads.lookups().execute(() -> this.answers.accept(addresses(endpoint)));
	}

	private Event addresses(HostAndPort endpoint) {
		try {
			List<InetAddress> addresses = this.settings.resolver().resolve(endpoint.getHost());
			return addresses.isEmpty() ? new Event.NotLookedUp(endpoint, "its name has no address")
					: new Event.LookedUp(endpoint, addresses);
		}
		catch (UnknownHostException ex) {
			return new Event.NotLookedUp(endpoint, "unknown host");
		}
		// Whatever it is: the engine waits for an end.
		catch (RuntimeException | Error ex) {
			return new Event.NotLookedUp(endpoint, "its name look-up failed: " + ex);
		}
	}

}
