package io.github.jedistopology.internal.reconcile;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Counts votes.
 */
final class Majority {

	private Majority() {
	}

	/**
	 * The vote that was given most often; of several such, the preferred one if it is
	 * among them, else the earliest.
	 */
	static <T> T of(List<T> votes, @Nullable T preferred) {
		T winner = votes.get(0);
		int most = 0;
		for (T candidate : votes) {
			int count = count(votes, candidate);
			if (count > most || count == most && candidate.equals(preferred)) {
				winner = candidate;
				most = count;
			}
		}
		return winner;
	}

	private static <T> int count(List<T> votes, T candidate) {
		int count = 0;
		for (T vote : votes) {
			if (vote.equals(candidate)) {
				count++;
			}
		}
		return count;
	}

}
