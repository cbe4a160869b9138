package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.RefreshReport.Outcome;
import io.github.jedistopology.RefreshReport.SourceReport;
import io.github.jedistopology.Trigger;

/**
 * One refresh.
 *
 * @param trigger why it was made
 * @param startedAt when it began
 * @param duration how long it took
 * @param outcome what it led to
 * @param doubt why what the sources said is not believed yet, left out when it is
 * @param sources who was asked, in the order of their answers
 */
public record RefreshDescriptor(Trigger trigger, Instant startedAt, Duration duration, Outcome outcome,
		@Nullable String doubt, List<SourceDescriptor> sources) {

	static RefreshDescriptor of(RefreshReport report) {
		return new RefreshDescriptor(report.trigger(), report.startedAt(), report.duration(), report.outcome(),
				report.doubt(), report.sources().stream().map(SourceDescriptor::of).toList());
	}

	/**
	 * One source of a refresh.
	 *
	 * @param address who was asked
	 * @param failure why there is no view from it, left out when there is one
	 * @param dissent the slots for which it named another owner than is believed, left
	 * out when there are none
	 */
	public record SourceDescriptor(String address, @Nullable String failure, @Nullable List<String> dissent) {

		static SourceDescriptor of(SourceReport source) {
			return new SourceDescriptor(source.address().toString(), source.failure(),
					source.dissent().isEmpty() ? null : Texts.of(source.dissent()));
		}

	}

}
