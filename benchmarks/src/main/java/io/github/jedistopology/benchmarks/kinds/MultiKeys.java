package io.github.jedistopology.benchmarks.kinds;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.jedistopology.MultiKeyCommandException;
import io.github.jedistopology.MultiKeyCommandException.Outcome;
import io.github.jedistopology.testkit.load.VerifiedKey;
import io.github.jedistopology.testkit.load.VerifiedKey.Finding;

/**
 * {@code MSET} of keys in many slots, and {@code MGET} of the same: each must have the
 * last value that was acknowledged for it, or a newer one.
 */
final class MultiKeys implements Use {

	private static final int KEYS = 40;

	private final Stage stage;

	private final List<VerifiedKey> keys;

	MultiKeys(Stage stage) {
		this.stage = stage;
		this.keys = IntStream.range(0, KEYS)
			.mapToObj((i) -> new VerifiedKey(stage.spreadKey(i), stage.name()))
			.toList();
	}

	@Override
	public void once() {
		write();
		read();
	}

	private void write() {
		String[] words = this.keys.stream()
			.flatMap((key) -> Stream.of(key.name(), key.nextValue()))
			.toArray(String[]::new);
		try {
			this.stage.tally().attempt(() -> this.stage.client().mset(words));
			this.keys.forEach(VerifiedKey::acknowledged);
		}
		catch (MultiKeyCommandException ex) {
			Set<String> executed = new HashSet<>(ex.keys(Outcome.EXECUTED));
			for (VerifiedKey key : this.keys) {
				if (executed.contains(key.name())) {
					key.acknowledged();
				}
				else {
					key.failed();
				}
			}
		}
		catch (RuntimeException ex) {
			this.keys.forEach(VerifiedKey::failed);
			throw ex;
		}
	}

	private void read() {
		String[] names = this.keys.stream().map(VerifiedKey::name).toArray(String[]::new);
		List<String> values = this.stage.tally().attempt(() -> this.stage.client().mget(names));
		for (int i = 0; i < KEYS; i++) {
			VerifiedKey key = this.keys.get(i);
			Finding finding = key.judge(values.get(i));
			this.stage.tally().lost((finding == Finding.LOST) ? 1 : 0, key + ", which is " + values.get(i));
			this.stage.tally().wrong((finding == Finding.WRONG) ? 1 : 0, key + ", which is " + values.get(i));
		}
	}

}
