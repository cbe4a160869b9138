package io.github.jedistopology.benchmarks.kinds;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPubSub;

/**
 * {@code PUBLISH} and {@code SUBSCRIBE}.
 */
final class PlainMessages extends Messages {

	private static final String PUBLISH = "return redis.call('PUBLISH', KEYS[1], ARGV[1])";

	private final Stage stage;

	private final String channel;

	private volatile @Nullable JedisPubSub subscriber;

	PlainMessages(Stage stage) {
		this.stage = stage;
		this.channel = stage.key("channel");
	}

	/** From the owner of a slot: a node that has left would reach nobody. */
	@Override
	void publish(String item) {
		this.stage.other().eval(PUBLISH, List.of(this.channel), List.of(item));
	}

	@Override
	public void receive(Consumer<String> arrived) {
		JedisPubSub own = new JedisPubSub() {

			@Override
			public void onSubscribe(String name, int count) {
				confirmed();
			}

			@Override
			public void onMessage(String name, String message) {
				arrived.accept(message);
			}

		};
		this.subscriber = own;
		this.stage.client().subscribe(own, this.channel);
	}

	@Override
	public void leave() {
		JedisPubSub own = this.subscriber;
		if (own != null && own.isSubscribed()) {
			own.unsubscribe();
		}
	}

}
