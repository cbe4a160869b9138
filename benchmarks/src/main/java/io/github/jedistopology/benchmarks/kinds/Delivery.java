package io.github.jedistopology.benchmarks.kinds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Items are sent by one client and waited for by another, one after the other. An
 * operation is an item, and fails if it has not arrived a second after it was sent; a
 * wait that throws is an operation that has failed, too. What was sent for certain must
 * arrive once, unless the receiver was told otherwise.
 */
final class Delivery implements Use {

	private static final long PATIENCE_MILLIS = 1000;

	private static final Duration END = Duration.ofSeconds(8);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);

	private final Stage stage;

	private final Channel channel;

	private final Thread receiver;

	private final List<Item> sent = new ArrayList<>();

	/** How often each item has arrived. */
	private final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();

	private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

	private long next;

	private volatile boolean closed;

	Delivery(Stage stage, Channel channel) {
		this.stage = stage;
		this.channel = channel;
		this.receiver = new Thread(this::receive, "receiver of " + stage.key("items"));
		this.receiver.setDaemon(true);
		this.receiver.start();
	}

	private void receive() {
		while (!this.closed) {
			try {
				this.channel.receive(this::arrived);
			}
			catch (RuntimeException ex) {
				if (!this.closed) {
					this.channel.failed(ex);
					this.stage.tally().failed(ex);
					Pauses.pause(PAUSE_AFTER_FAILURE);
				}
			}
		}
	}

	private void arrived(String item) {
		this.arrivals.computeIfAbsent(item, (key) -> new AtomicInteger()).incrementAndGet();
		CompletableFuture<Void> waiting = this.awaited.remove(item);
		if (waiting != null) {
			waiting.complete(null);
		}
	}

	@Override
	public void once() {
		Item item = new Item(this.stage.key("item-" + ++this.next), this.channel.told());
		CompletableFuture<Void> arrival = new CompletableFuture<>();
		this.awaited.put(item.name, arrival);
		// Throws when it is in doubt whether there is an item, which is nobody's fault.
		this.channel.send(item.name);
		this.sent.add(item);
		this.stage.tally().attempt(() -> {
			arrival.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
			return null;
		});
	}

	@Override
	public void close() {
		this.closed = true;
		this.channel.leave();
	}

	@Override
	public void verify() {
		Pauses.join(this.receiver, END);
		List<Item> missing = this.sent.stream().filter((item) -> !this.arrivals.containsKey(item.name)).toList();
		this.stage.tally().lost(this.channel.lost(missing), "items: " + missing);
		this.arrivals.forEach((item, count) -> this.stage.tally().wrong(count.get() - 1L, "arrivals of " + item));
	}

	/**
	 * Something that was sent.
	 *
	 * @param name what it is
	 * @param told {@link Channel#told()} before it was sent
	 */
	record Item(String name, int told) {

	}

}
