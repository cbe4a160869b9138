package io.github.jedistopology.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Libraries that applications may lack.
 */
enum OptionalLibrary {

	ACTUATOR("spring-boot(-starter)?-actuator-.*", "redisTopologyEndpoint"),

	ACTUATOR_AUTO_CONFIGURATION("spring-boot(-starter)?-actuator-autoconfigure-.*", "redisTopologyEndpoint"),

	HEALTH("spring-boot-health-.*", "redisTopologyHealthContributor"),

	MICROMETER("micrometer-(core|jakarta9)-.*|spring-boot-(starter-)?micrometer-metrics-.*", "redisTopologyMetrics"),

	MICROMETER_AUTO_CONFIGURATION("spring-boot-(starter-)?micrometer-metrics-.*", "redisTopologyMetrics"),

	SPRING_DATA("spring-data-.*|spring-session-data-.*|spring-boot(-starter)?(-session)?-data-.*",
			"topologyConnectionFactory"),

	SPRING_DATA_AUTO_CONFIGURATION("spring-boot(-starter)?(-session)?-data-.*"),

	LETTUCE("lettuce-.*|reactor-.*|spring-boot-reactor-.*"),

	DOCKER_COMPOSE("spring-boot-docker-compose-.*"),

	TESTCONTAINERS("spring-boot-testcontainers-.*|testcontainers-.*"),

	TESTKIT("testkit|jedis-topology-testkit-.*");

	/** What an application has that lacks nothing. */
	static final List<String> ALL_BEANS = List.of("redisTopologyEndpoint", "redisTopologyHealthContributor",
			"redisTopologyMetrics", "topologyConnectionFactory");

	private final Pattern files;

	private final List<String> beans;

	OptionalLibrary(String files, String... beans) {
		this.files = Pattern.compile(files);
		this.beans = List.of(beans);
	}

	/** Whether this element of a class path belongs to the library. */
	boolean has(String element) {
		Path path = Path.of(element);
		Path name = path.endsWith(Path.of("target", "classes")) ? path.getParent().getParent().getFileName()
				: path.getFileName();
		return this.files.matcher(name.toString()).matches();
	}

	List<String> beansWithoutIt() {
		return ALL_BEANS.stream().filter((bean) -> !this.beans.contains(bean)).toList();
	}

}
