package io.github.jedistopology.benchmarks.kinds;

import java.util.List;
import java.util.function.Consumer;

import io.github.jedistopology.benchmarks.kinds.Delivery.Item;

/**
 * A way for items to get from one client to another. Its receiver has a thread of his
 * own.
 */
interface Channel {

	/** Sends an item, by another client than the one that is used. */
	void send(String item);

	/**
	 * Waits for items, and takes some or none; called over and over.
	 * @param arrived takes each item
	 */
	void receive(Consumer<String> arrived);

	/** Takes note that {@link #receive} has thrown this. */
	default void failed(RuntimeException failure) {
	}

	/** How often the receiver was told that an item may be missing. */
	default int told() {
		return 0;
	}

	/**
	 * How many of these items are lost without a word: neither still to come, nor what
	 * the receiver was told of.
	 */
	long lost(List<Item> missing);

	/** Lets {@link #receive} end, if it can be told to. */
	default void leave() {
	}

}
