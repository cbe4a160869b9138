package io.github.jedistopology.internal.jedis;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClusterCommandArguments;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandKeyArgumentPreProcessor;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.internal.command.MultiKey;

/**
 * Takes keys of several slots, where Jedis's own arguments refuse the second slot.
 * Whoever asks for the only slot is told what Jedis would have said. Not loaded by Jedis
 * 8, which splits by itself.
 */
final class SplittableArguments extends ClusterCommandArguments implements Splittable {

	private final MultiKey kind;

	private final @Nullable CommandKeyArgumentPreProcessor keyPreProcessor;

	private int[] slots = new int[1];

	private int count;

	private boolean split;

	SplittableArguments(ProtocolCommand command, MultiKey kind,
			@Nullable CommandKeyArgumentPreProcessor keyPreProcessor) {
		super(command);
		this.kind = kind;
		this.keyPreProcessor = keyPreProcessor;
	}

	@Override
	public CommandArguments key(Object key) {
		return super.key((this.keyPreProcessor != null) ? this.keyPreProcessor.actualKey(key) : key);
	}

	@Override
	protected CommandArguments processKey(byte[] key) {
		return addSlot(JedisClusterCRC16.getSlot(key));
	}

	@Override
	protected CommandArguments processKey(String key) {
		return addSlot(JedisClusterCRC16.getSlot(key));
	}

	private CommandArguments addSlot(int slot) {
		if (this.count == this.slots.length) {
			this.slots = Arrays.copyOf(this.slots, 8 * this.count);
		}
		this.slots[this.count++] = slot;
		this.split |= slot != this.slots[0];
		return this;
	}

	@Override
	public int getCommandHashSlot() {
		if (this.split) {
			throw new JedisClusterOperationException("Keys must belong to same hashslot.");
		}
		return (this.count > 0) ? this.slots[0] : -1;
	}

	@Override
	public MultiKey kind() {
		return this.kind;
	}

	@Override
	public boolean isSplit() {
		return this.split;
	}

	@Override
	public int[] slots() {
		return Arrays.copyOf(this.slots, this.count);
	}

}
