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
		for (int i = this.listings.size() - 1; i > 0; i--) {
			// nanoTime() may overflow: only differences mean something.
			if (this.listings.get(i).sinceNanos() - nanos <= 0) {
				return this.listings.get(i).addresses();
			}
		}
		return this.listings.isEmpty() ? List.of() : this.listings.get(0).addresses();
	}

	private record Listing(long sinceNanos, List<InetAddress> addresses) {
	}

}
