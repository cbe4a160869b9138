package io.github.jedistopology.benchmarks.kinds;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

import io.github.jedistopology.benchmarks.kinds.Delivery.Item;

/**
 * Entries of a stream: {@code XADD}, and {@code XREAD BLOCK} on the other side, which
 * reads on from the last entry that it has seen.
 */
final class StreamChannel implements Channel {

	private static final String FIELD = "item";

	private static final XReadParams WAIT = new XReadParams().block(1000);

	private final Stage stage;

	private final String key;

	private volatile StreamEntryID last = new StreamEntryID();

	StreamChannel(Stage stage) {
		this.stage = stage;
		this.key = stage.key("stream");
	}

	@Override
	public void send(String item) {
		this.stage.other().xadd(this.key, StreamEntryID.NEW_ENTRY, Map.of(FIELD, item));
	}

	@Override
	public void receive(Consumer<String> arrived) {
		List<Map.Entry<String, List<StreamEntry>>> streams = this.stage.client()
			.xread(WAIT, Map.of(this.key, this.last));
		if (streams != null) {
			streams.stream().flatMap((stream) -> stream.getValue().stream()).forEach((entry) -> {
				this.last = entry.getID();
				arrived.accept(entry.getFields().get(FIELD));
			});
		}
	}

	@Override
	public long lost(List<Item> missing) {
		Set<String> toCome = this.stage.other()
			.xrange(this.key, this.last, null)
			.stream()
			.map((entry) -> entry.getFields().get(FIELD))
			.collect(Collectors.toSet());
		return missing.stream().filter((item) -> !toCome.contains(item.name())).count();
	}

}
