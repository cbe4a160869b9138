package io.github.jedistopology.internal.command;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.exceptions.JedisDataException;

import io.github.jedistopology.MultiKeyCommandException;
import io.github.jedistopology.MultiKeyCommandException.Outcome;
import io.github.jedistopology.PipelinedCommandException;

/**
 * A command with keys in several slots, in parts of one slot each.
 *
 * @param kind which command it is
 * @param whole the command with all its keys
 * @param groups its keys by slot
 */
record SplitCommand(MultiKey kind, CommandArguments whole, List<KeyGroup> groups) {

	static SplitCommand of(MultiKey kind, CommandArguments whole, int[] slots) {
		return new SplitCommand(kind, whole, KeyGroup.of(slots));
	}

	List<BatchCommand> parts() {
		return this.groups.stream().map((group) -> group.command(this.whole, this.kind.wordsPerKey())).toList();
	}

	/**
	 * One reply out of those to the parts.
	 * @throws MultiKeyCommandException if there is an error among them
	 */
	Object merge(List<@Nullable Object> replies) {
		JedisDataException failure = (JedisDataException) replies.stream()
			.filter(JedisDataException.class::isInstance)
			.findFirst()
			.orElse(null);
		if (failure != null) {
			throw new MultiKeyCommandException(CommandWords.name(this.whole), keys(replies), failure);
		}
		return this.kind.merge(this.groups, replies, keyCount());
	}

	private Map<Outcome, List<byte[]>> keys(List<@Nullable Object> replies) {
		@Nullable Outcome[] outcomes = new Outcome[keyCount()];
		for (int i = 0; i < this.groups.size(); i++) {
			for (int position : this.groups.get(i).positions()) {
				outcomes[position] = outcome(replies.get(i));
			}
		}
		Map<Outcome, List<byte[]>> keys = new EnumMap<>(Outcome.class);
		for (int i = 0; i < outcomes.length; i++) {
			keys.computeIfAbsent(Objects.requireNonNull(outcomes[i]), (outcome) -> new ArrayList<>())
				.add(this.whole.get(1 + i * this.kind.wordsPerKey()).getRaw());
		}
		return keys;
	}

	private static Outcome outcome(@Nullable Object reply) {
		if (reply instanceof PipelinedCommandException failure && failure.maybeExecuted()) {
			return Outcome.MAYBE_EXECUTED;
		}
		return (reply instanceof JedisDataException) ? Outcome.NOT_EXECUTED : Outcome.EXECUTED;
	}

	private int keyCount() {
		return this.groups.stream().mapToInt((group) -> group.positions().length).sum();
	}

}
