package io.github.jedistopology;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * What a refresh did and found.
 *
 * @param trigger why it was made
 * @param startedAt when it began
 * @param duration how long it took
 * @param outcome what it led to
 * @param sources who was asked, in the order of their answers
 */
public record RefreshReport(Trigger trigger, Instant startedAt, Duration duration, Outcome outcome,
		List<SourceReport> sources) {

	public RefreshReport {
		sources = List.copyOf(sources);
	}

	/**
	 * What a refresh led to.
	 */
	public enum Outcome {

		/** A new topology was published. */
		CHANGED,

		/** The topology was confirmed as it was. */
		UNCHANGED,

		/** No source gave a usable view; the topology stays as it was. */
		FAILED

	}

	/**
	 * What became of one source's view.
	 *
	 * @param address who was asked
	 * @param failure why there is no view from it, {@code null} when it gave one
	 */
	public record SourceReport(HostAndPort address, @Nullable String failure) {

		@Override
		public String toString() {
			return this.address + ": " + ((this.failure != null) ? this.failure : "answered");
		}

	}

}
