package io.github.jedistopology.benchmarks.kinds;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.jedistopology.benchmarks.kinds.Delivery.Item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeliveryTests {

	private static final String NOTHING = "";

	private final Tally tally = new Tally((failure) -> false);

	private final Queue queue = new Queue();

	@SuppressWarnings("NullAway") // the queue needs no cluster
	private final Delivery delivery = new Delivery(new Stage(null, null, null, "tag", "test", this.tally), this.queue);

	@AfterEach
	void close() {
		this.delivery.close();
	}

	@Test
	void whatArrivesSucceeds() {
		this.delivery.once();
		this.delivery.once();
		assertThat(judged()).isEqualTo(new Counts(2, 0, 0, 0, 0));
	}

	@Test
	void whatDoesNotArriveFailsAndIsLost() {
		this.queue.copies = 0;
		assertThatExceptionOfType(CompletionException.class).isThrownBy(this.delivery::once);
		assertThat(judged()).isEqualTo(new Counts(1, 1, 0, 1, 0));
	}

	@Test
	void whatArrivesTwiceIsWrong() {
		this.queue.copies = 2;
		this.delivery.once();
		this.queue.copies = 1;
		this.delivery.once();
		assertThat(judged()).isEqualTo(new Counts(2, 0, 0, 0, 1));
	}

	@Test
	void waitThatThrowsHasFailed() {
		this.queue.failNext = true;
		this.delivery.once();
		assertThat(judged()).isEqualTo(new Counts(2, 1, 0, 0, 0));
	}

	private Counts judged() {
		this.delivery.close();
		this.delivery.verify();
		return this.tally.counts();
	}

	private static final class Queue implements Channel {

		private final BlockingQueue<String> items = new LinkedBlockingQueue<>();

		private volatile int copies = 1;

		private volatile boolean failNext;

		@Override
		public void send(String item) {
			for (int i = 0; i < this.copies; i++) {
				this.items.add(item);
			}
		}

		@Override
		public void receive(Consumer<String> arrived) {
			String item = poll();
			if (this.failNext) {
				this.failNext = false;
				this.items.add(item);
				throw new IllegalStateException("failed");
			}
			if (!item.equals(NOTHING)) {
				arrived.accept(item);
			}
		}

		private String poll() {
			try {
				String item = this.items.poll(100, TimeUnit.MILLISECONDS);
				return (item != null) ? item : NOTHING;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public long lost(List<Item> missing) {
			return missing.size();
		}

	}

}
