package io.github.jedistopology.benchmarks.kinds;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.jedistopology.benchmarks.kinds.Delivery.Item;

/**
 * Elements of a list: {@code RPUSH}, and {@code BLPOP} on the other side.
 */
final class ListChannel implements Channel {

	private static final int TIMEOUT_SECONDS = 1;

	private final Stage stage;

	private final String key;

	/** A wait that may have popped an element whose reply was lost. */
	private final AtomicInteger told = new AtomicInteger();

	ListChannel(Stage stage) {
		this.stage = stage;
		this.key = stage.key("list");
	}

	@Override
	public void send(String item) {
		this.stage.other().rpush(this.key, item);
	}

	@Override
	public void receive(Consumer<String> arrived) {
		List<String> element = this.stage.client().blpop(TIMEOUT_SECONDS, this.key);
		if (element != null) {
			arrived.accept(element.get(1));
		}
	}

	@Override
	public void failed(RuntimeException failure) {
		if (this.stage.tally().isInDoubt(failure)) {
			this.told.incrementAndGet();
		}
	}

	@Override
	public int told() {
		return this.told.get();
	}

	/** Each wait in doubt accounts for one element. */
	@Override
	public long lost(List<Item> missing) {
		Set<String> toCome = new HashSet<>(this.stage.other().lrange(this.key, 0, -1));
		long gone = missing.stream().filter((item) -> !toCome.contains(item.name())).count();
		return Math.max(0, gone - told());
	}

}
