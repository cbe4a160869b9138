package io.github.jedistopology.benchmarks.kinds;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisShardedPubSub;

/**
 * {@code SPUBLISH} and {@code SSUBSCRIBE}.
 */
final class ShardedMessages extends Messages {

	private final Stage stage;

	private final String channel;

	private volatile @Nullable JedisShardedPubSub subscriber;

	ShardedMessages(Stage stage) {
		this.stage = stage;
		this.channel = stage.key("channel");
	}

	@Override
	void publish(String item) {
		this.stage.other().spublish(this.channel, item);
	}

	@Override
	public void receive(Consumer<String> arrived) {
		JedisShardedPubSub own = new JedisShardedPubSub() {

			@Override
			public void onSSubscribe(String name, int count) {
				confirmed();
			}

			@Override
			public void onSMessage(String name, String message) {
				arrived.accept(message);
			}

		};
		this.subscriber = own;
		this.stage.client().ssubscribe(own, this.channel);
	}

	@Override
	public void leave() {
		JedisShardedPubSub own = this.subscriber;
		if (own != null && own.isSubscribed()) {
			own.sunsubscribe();
		}
	}

}
