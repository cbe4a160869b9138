package io.github.jedistopology.boot.autoconfigure.metrics;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.jedistopology.CommandStatistics;
import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.Redirection;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.TopologyManagers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RedisTopologyMetricsAutoConfigurationTests {

	private final TopologyManager manager = FakeTopologyManager.covered("orders");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RedisTopologyMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
						CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withBean(TopologyManagers.class, () -> TopologyManagers.of(List.of(this.manager)));

	@Test
	void bindsMetersOfTopologies() {
		this.contextRunner.run((context) -> assertThat(context.getBean(MeterRegistry.class)
			.get("redis.topology.nodes")
			.tags("cluster", "orders", "role", "primary")
			.gauge()
			.value()).isEqualTo(2));
	}

	@Test
	void bindsMetersOfCommands() {
		this.contextRunner.withBean(JedisTopology.class, this::topology)
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.get("redis.commands.redirections")
				.tags("cluster", "orders", "type", "moved")
				.functionCounter()
				.count()).isEqualTo(5));
	}

	@Test
	void isAbsentWithoutRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RedisTopologyMetricsAutoConfiguration.class))
			.withBean(TopologyManagers.class, () -> TopologyManagers.of(List.of(this.manager)))
			.run((context) -> assertThat(context).doesNotHaveBean(MeterBinder.class));
	}

	@Test
	void isAbsentWithoutCluster() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RedisTopologyMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
							CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean("redisTopologyMetrics"));
	}

	@Test
	void isAbsentWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RedisTopologyMetricsAutoConfiguration.class))
			.withBean(TopologyManagers.class, () -> TopologyManagers.of(List.of(this.manager)))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("redisTopologyMetrics"));
	}

	private JedisTopology topology() {
		JedisTopology topology = mock(JedisTopology.class);
		CommandStatistics statistics = mock(CommandStatistics.class);
		given(statistics.redirections(Redirection.MOVED)).willReturn(5L);
		given(topology.topologyManager()).willReturn(this.manager);
		given(topology.commandStatistics()).willReturn(statistics);
		return topology;
	}

}
