package io.github.jedistopology.internal.jedis;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.ConnectionPool;

import io.github.jedistopology.internal.command.Broadcast;
import io.github.jedistopology.internal.command.Broadcast.Addressee;

/**
 * The pools that Jedis goes through to broadcast a command, by {@code host:port}. Who
 * they belong to shows while it goes through them, since the cluster may change
 * meanwhile. For one time only, by one thread.
 */
final class BroadcastPools extends AbstractMap<String, ConnectionPool> {

	private final Broadcast broadcast;

	private final Function<VirtualConnection, ConnectionPool> pools;

	private BroadcastPools(Broadcast broadcast, Function<VirtualConnection, ConnectionPool> pools) {
		this.broadcast = broadcast;
		this.pools = pools;
	}

	/**
	 * For a loop that uses each pool before it goes on to the next one: all are the same
	 * object, which belongs to another node each time.
	 */
	static BroadcastPools oneByOne(Broadcast broadcast) {
		VirtualPool pool = new VirtualPool();
		return new BroadcastPools(broadcast, pool::lending);
	}

	/** For a caller that collects the pools first: each is an object of its own. */
	static BroadcastPools together(Broadcast broadcast) {
		return new BroadcastPools(broadcast, (connection) -> new VirtualPool().lending(connection));
	}

	@Override
	public Set<Entry<String, ConnectionPool>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public int size() {
				return BroadcastPools.this.broadcast.size();
			}

			@Override
			public Iterator<Entry<String, ConnectionPool>> iterator() {
				return new Pools(BroadcastPools.this.broadcast, BroadcastPools.this.pools);
			}

		};
	}

	private record Pools(Broadcast broadcast,
			Function<VirtualConnection, ConnectionPool> pools) implements Iterator<Map.Entry<String, ConnectionPool>> {

		@Override
		public boolean hasNext() {
			return this.broadcast.hasNext();
		}

		@Override
		public Map.Entry<String, ConnectionPool> next() {
			Addressee addressee = this.broadcast.next();
			return Map.entry(addressee.endpoint().toString(), this.pools.apply(new AddresseeConnection(addressee)));
		}

	}

	private static final class AddresseeConnection extends VirtualConnection {

		private final Addressee addressee;

		AddresseeConnection(Addressee addressee) {
			super(addressee.endpoint());
			this.addressee = addressee;
		}

		@Override
		<T> @Nullable T execute(CommandObject<T> command) {
			return this.addressee.execute(command);
		}

	}

}
