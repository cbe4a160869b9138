package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.boot.data.TopologyConnectionFactory;

/**
 * Makes the application's connection factory. There unless the application has brought a
 * factory of its own.
 */
class ConnectionFactorySource {

	private final JedisTopology topology;

	private final Environment environment;

	ConnectionFactorySource(JedisTopology topology, Environment environment) {
		this.topology = topology;
		this.environment = environment;
	}

	TopologyConnectionFactory create() {
		TopologyConnectionFactory factory = new TopologyConnectionFactory(this.topology);
		if (Threading.VIRTUAL.isActive(this.environment)) {
			factory.setExecutor(new VirtualThreadTaskExecutor("redis-"));
		}
		return factory;
	}

}
