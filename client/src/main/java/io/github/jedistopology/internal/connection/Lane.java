package io.github.jedistopology.internal.connection;

import io.github.jedistopology.PoolSettings;
import io.github.jedistopology.PoolUse;

/**
 * What connections are kept apart for: those who hold one for long must not take it from
 * those who need one for a moment.
 */
public enum Lane {

	/** Commands that wait at their node. */
	BLOCKING {

		@Override
		PoolUse use() {
			return PoolUse.BLOCKING;
		}

		@Override
		int size(PoolSettings settings) {
			return settings.maxBlocking();
		}

		@Override
		String purpose() {
			return " for blocking commands";
		}

	},

	/** Subscriptions: one for each thread that reads one. */
	SUBSCRIPTIONS {

		@Override
		PoolUse use() {
			return PoolUse.SUBSCRIPTIONS;
		}

		@Override
		int size(PoolSettings settings) {
			return Integer.MAX_VALUE;
		}

		@Override
		String purpose() {
			return " for subscriptions";
		}

	};

	/** As statistics call it. */
	abstract PoolUse use();

	/** How many connections to a node there may be. */
	abstract int size(PoolSettings settings);

	/** Behind the word connections. */
	abstract String purpose();

}
