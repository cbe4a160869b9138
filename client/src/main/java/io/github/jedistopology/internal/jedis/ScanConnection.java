package io.github.jedistopology.internal.jedis;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.internal.command.ClusterScan;

/**
 * The whole cluster as one node, which Jedis's iteration scans.
 */
final class ScanConnection extends VirtualConnection {

	private static final HostAndPort EVERYBODY = new HostAndPort("everybody.invalid", 1);

	private final ClusterScan scan;

	private ScanConnection(ClusterScan scan) {
		super(EVERYBODY);
		this.scan = scan;
	}

	static Map<String, ConnectionPool> pools(ClusterScan scan) {
		return Map.of(EVERYBODY.toString(), new VirtualPool().lending(new ScanConnection(scan)));
	}

	@Override
	<T> @Nullable T execute(CommandObject<T> command) {
		return command.getBuilder().build(this.scan.next(command.getArguments()));
	}

}
