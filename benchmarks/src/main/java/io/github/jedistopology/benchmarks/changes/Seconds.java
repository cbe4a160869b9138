package io.github.jedistopology.benchmarks.changes;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Times as the tables show them.
 */
public final class Seconds {

	private Seconds() {
	}

	/**
	 * The median in seconds.
	 * @param times at least one
	 * @return such as {@code 0.25}, or that there was no end within a
	 * {@linkplain Trial#PATIENCE trial's patience}
	 */
	public static String median(Collection<Duration> times) {
		List<Duration> sorted = times.stream().sorted().toList();
		Duration median = sorted.get(sorted.size() / 2);
		return median.equals(Healing.NEVER) ? "not within " + Trial.PATIENCE.toSeconds()
				: String.format(Locale.ROOT, "%.2f", median.toMillis() / 1000.0);
	}

}
