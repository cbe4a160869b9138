package io.github.jedistopology.internal.engine;

import java.util.function.Consumer;

import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.internal.view.Source;

/**
 * What the engine wants done.
 */
public sealed interface Action {

	/** Look a configured endpoint's name up, anew. */
	record LookUp(HostAndPort endpoint) implements Action {
	}

	/** Ask a source for its view, on a connection of its own. */
	record Ask(int round, Source source) implements Action {
	}

	/** Stop waiting for a source: close the connection to it. */
	record Abandon(int round, Source source) implements Action {
	}

	/** Ask a replica whether it has been promoted, on a connection that is kept. */
	record AskRole(Source replica) implements Action {
	}

	/** Close the connections on which replicas were asked. */
	record EndOfWatch() implements Action {
	}

	/** Let everybody see a new topology. */
	record Publish(TopologyChange change) implements Action {
	}

	/** Tell the listeners something else. */
	record Tell(Consumer<TopologyListener> call) implements Action {
	}

	/** A refresh has ended. */
	record Report(int round, RefreshReport report) implements Action {
	}

}
