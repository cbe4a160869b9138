package io.github.jedistopology.internal.command;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.jedistopology.ClusterCommandException;
import io.github.jedistopology.internal.connection.NodePool;

/**
 * The time in which a subscription has no connection: how long to wait before the next
 * try, and when to give up. Belongs to one thread.
 */
final class SubscriptionOutage {

	private static final Logger LOGGER = LoggerFactory.getLogger("io.github.jedistopology.subscription");

	/** So often a redirection is followed without a pause, as by commands. */
	private static final int IMMEDIATE_MOVES = 2;

	/** Longer than the refresh takes that tells where the slot is. */
	private static final Duration SUCCESSION = Duration.ofSeconds(1);

	private final CommandMeans means;

	private final Counts counts;

	private long begunAt;

	/** Whether there has been a connection before. */
	private boolean established;

	private boolean over;

	private int failures;

	private int moves;

	SubscriptionOutage(CommandMeans means, Counts counts) {
		this.means = means;
		this.counts = counts;
		this.begunAt = now();
	}

	/** A node has confirmed a channel, or gone on to send messages. */
	void end(NodePool node) {
		if (this.over) {
			return;
		}
		if (this.established) {
			this.counts.resubscribed();
			LOGGER.info("Redis Cluster '{}': a subscription goes on at {} after {} ms", cluster(), node.endpoint(),
					millis());
		}
		this.over = true;
		this.established = true;
		this.failures = 0;
		this.moves = 0;
	}

	/**
	 * Waits until it is time to try again: when a node dies, not all its subscribers come
	 * to the others in the same moment.
	 * @param reason what has happened
	 * @param failure how it showed
	 * @param moved whether it was no failure: the slot is elsewhere
	 * @param unchanged whether there is no other node to try
	 */
	void goOn(String reason, @Nullable RuntimeException failure, boolean moved, BooleanSupplier unchanged) {
		begin(reason, failure);
		if (moved && ++this.moves <= IMMEDIATE_MOVES) {
			return;
		}
		this.failures++;
		await(unchanged, pause());
		requireMore(reason, failure);
	}

	/**
	 * Waits until it is known which node has the slot: the one that had it has ended the
	 * subscription.
	 * @param unchanged whether that is not known yet
	 */
	void awaitSuccessor(BooleanSupplier unchanged) {
		String reason = "its slot has moved";
		begin(reason, null);
		await(unchanged, SUCCESSION);
		requireMore(reason, null);
	}

	private void begin(String reason, @Nullable RuntimeException failure) {
		requireMore(reason, failure);
		if (this.over) {
			this.over = false;
			this.begunAt = now();
			LOGGER.info("Redis Cluster '{}': a subscription was interrupted: {}", cluster(), reason);
		}
	}

	private void await(BooleanSupplier unchanged, Duration limit) {
		try {
			this.means.pools().awaitWhile(unchanged, limit);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Duration pause() {
		return (this.failures > 1) ? this.means.policy().backoff(this.failures, this.means.random())
				: Duration.ofNanos(this.means.random().nextLong(this.means.policy().maxBackoff().toNanos()));
	}

	private void requireMore(String reason, @Nullable RuntimeException failure) {
		if (this.means.pools().isClosed()) {
			throw new ClusterCommandException("A subscription has ended: the client is closed", failure);
		}
		if (Thread.currentThread().isInterrupted()) {
			throw new ClusterCommandException("A subscription has ended: interrupted", failure);
		}
		if (!this.established && millis() > this.means.policy().budget().toMillis()) {
			throw new ClusterCommandException("No subscription in %d ms: %s".formatted(millis(), reason), failure);
		}
	}

	private String cluster() {
		return this.means.pools().clusterName();
	}

	private long millis() {
		return TimeUnit.NANOSECONDS.toMillis(now() - this.begunAt);
	}

	private long now() {
		return this.means.nanoTime().getAsLong();
	}

}
