package io.github.jedistopology.testkit;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link RedisClusterLab} was asked to be.
 *
 * @param redisServer the binary; null is the embedded one
 */
record LabSettings(int shards, int replicas, AddressPlan addresses, EndpointType endpointType, boolean tls,
		Access access, Duration nodeTimeout, boolean fullCoverage, Duration askWindow, @Nullable Path redisServer) {

	Path binary() {
		return (this.redisServer != null) ? this.redisServer : RedisBinary.embedded();
	}

	boolean announcesHostNames() {
		return this.endpointType == EndpointType.HOSTNAME;
	}

}
