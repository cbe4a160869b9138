package io.github.jedistopology.internal.command;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.params.ScanParams;

/**
 * The keys of a whole cluster as they are, batch by batch. Belongs to one thread.
 */
public final class KeyBatches implements Iterator<List<byte[]>> {

	private final ClusterScan scan;

	private final CommandArguments command;

	private boolean over;

	/**
	 * Batches of a scan that has not begun.
	 * @param scan visits the nodes
	 * @param params which keys, and how many at once
	 * @param type the type of their values, {@code null} for any
	 */
	public KeyBatches(ClusterScan scan, ScanParams params, @Nullable String type) {
		this.scan = scan;
		this.command = new CommandArguments(Command.SCAN).add(ScanParams.SCAN_POINTER_START).addParams(params);
		if (type != null) {
			this.command.add(Keyword.TYPE).add(type);
		}
	}

	@Override
	public boolean hasNext() {
		return !this.over;
	}

	/** May be called again after any exception but {@link NoSuchElementException}. */
	@Override
	@SuppressWarnings("unchecked")
	public List<byte[]> next() {
		if (this.over) {
			throw new NoSuchElementException("All keys have been scanned");
		}
		List<Object> reply = this.scan.next(this.command);
		this.over = ClusterScan.isOver(reply);
		return (List<byte[]>) reply.get(1);
	}

}
