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
import io.github.jedistopology.Redirection;
import io.github.jedistopology.TopologyManager;
import io.github.jedistopology.boot.FakeConnections;
import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RedisTopologyMetricsAutoConfigurationTests {

	private final TopologyManager manager = FakeTopologyManager.covered("orders");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RedisTopologyMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
						CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withBean(RedisClusters.class, () -> RedisClusters.of(List.of(cluster())));

	@Test
	void bindsMetersOfTopologies() {
		this.contextRunner.run((context) -> assertThat(context.getBean(MeterRegistry.class)
			.get("redis.topology.nodes")
			.tags("cluster", "orders", "role", "primary")
			.gauge()
			.value()).isEqualTo(2));
	}

	@Test
	void bindsMetersOfCommandsAndConnections() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("redis.commands.redirections")
				.tags("cluster", "orders", "type", "moved")
				.functionCounter()
				.count()).isEqualTo(5);
			assertThat(registry.get("redis.pool.dials.removed").tags("cluster", "orders").functionCounter().count())
				.isEqualTo(2);
		});
	}

	@Test
	void bindsWhatAManagerAloneTells() {
		this.contextRunner
			.withBean("alone", RedisClusters.class, () -> RedisClusters.of(List.of(RedisCluster.of(this.manager))),
					(bean) -> bean.setPrimary(true))
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.find("redis.topology.nodes").gauge()).isNotNull();
				assertThat(registry.find("redis.pool.dials").functionCounter()).isNull();
			});
	}

	@Test
	void isAbsentWithoutRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RedisTopologyMetricsAutoConfiguration.class))
			.withBean(RedisClusters.class, () -> RedisClusters.of(List.of(cluster())))
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
			.withBean(RedisClusters.class, () -> RedisClusters.of(List.of(cluster())))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("redisTopologyMetrics"));
	}

	private RedisCluster cluster() {
		CommandStatistics statistics = mock(CommandStatistics.class);
		given(statistics.redirections(Redirection.MOVED)).willReturn(5L);
		return new RedisCluster(this.manager, statistics, new FakeConnections());
	}

}
