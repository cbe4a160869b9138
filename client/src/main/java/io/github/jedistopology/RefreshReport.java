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
 * @param doubt why what the sources said is not believed yet, {@code null} unless the
 * outcome is {@link Outcome#DOUBTED}
 * @param sources who was asked, in the order of their answers
 */
public record RefreshReport(Trigger trigger, Instant startedAt, Duration duration, Outcome outcome,
		@Nullable String doubt, List<SourceReport> sources) {

	public RefreshReport {
		sources = List.copyOf(sources);
	}

	/**
	 * The sources that disagreed with what is believed now.
	 * @return those whose {@link SourceReport#dissent()} is not empty
	 */
	public List<SourceReport> dissenters() {
		return this.sources.stream().filter((source) -> !source.dissent().isEmpty()).toList();
	}

	/**
	 * What a refresh led to.
	 */
	public enum Outcome {

		/** A new topology was published. */
		CHANGED,

		/** The topology was confirmed as it was. */
		UNCHANGED,

		/**
		 * What the sources said is too unlikely to be believed without confirmation: too
		 * many slots lost, no known node left, or older than what is believed. The
		 * topology stays as it was for now.
		 */
		DOUBTED,

		/** No source gave a usable view; the topology stays as it was. */
		FAILED

	}

	/**
	 * What became of one source's view.
	 *
	 * @param address who was asked
	 * @param failure why there is no view from it, {@code null} when it gave one
	 * @param dissent the slots for which it named another owner than is believed now
	 */
	public record SourceReport(HostAndPort address, @Nullable String failure, List<SlotRange> dissent) {

		public SourceReport {
			dissent = List.copyOf(dissent);
		}

		/**
		 * A source that has not said anything else than is believed.
		 * @param address who was asked
		 * @param failure why there is no view from it, {@code null} when it gave one
		 */
		public SourceReport(HostAndPort address, @Nullable String failure) {
			this(address, failure, List.of());
		}

		@Override
		public String toString() {
			String answer = this.dissent.isEmpty() ? "answered"
					: "disagrees on slots " + SlotRange.describe(this.dissent);
			return this.address + ": " + ((this.failure != null) ? this.failure : answer);
		}

	}

}
