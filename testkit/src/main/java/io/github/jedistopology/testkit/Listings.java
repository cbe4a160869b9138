package io.github.jedistopology.testkit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What the configuration endpoint has listed so far, and since when.
 */
final class Listings {

	private final List<Listing> listings = new ArrayList<>();

	synchronized void add(long sinceNanos, List<InetAddress> addresses) {
		this.listings.add(new Listing(sinceNanos, List.copyOf(addresses)));
	}

	/**
	 * The addresses that were listed at a time: the first ones if it lies before them.
	 */
	synchronized List<InetAddress> at(long nanos) {
		return this.listings.isEmpty() ? List.of() : this.listings.get(indexAt(nanos)).addresses();
	}

	/** Makes what was listed at a time the first that was ever listed. */
	synchronized void forgetBefore(long nanos) {
		this.listings.subList(0, indexAt(nanos)).clear();
	}

	private int indexAt(long nanos) {
		int index = this.listings.size() - 1;
		// nanoTime() may overflow: only differences mean something.
		while (index > 0 && this.listings.get(index).sinceNanos() - nanos > 0) {
			index--;
		}
		return Math.max(index, 0);
	}

	private record Listing(long sinceNanos, List<InetAddress> addresses) {
	}

}
