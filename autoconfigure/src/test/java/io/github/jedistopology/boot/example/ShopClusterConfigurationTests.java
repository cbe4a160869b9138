package io.github.jedistopology.boot.example;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.RefreshReport;
import io.github.jedistopology.TopologyListener;
import io.github.jedistopology.boot.autoconfigure.JedisTopologyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;

class ShopClusterConfigurationTests {

	private final TopologyListener alerts = mock(TopologyListener.class);

	@Test
	void theTopologyIsBuiltAsTheApplicationWantsIt() {
		HostResolver nobody = (host) -> {
			throw new UnknownHostException(host);
		};
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JedisTopologyAutoConfiguration.class))
			.withUserConfiguration(ShopClusterConfiguration.class)
			.withBean(TopologyListener.class, () -> this.alerts)
			.withBean(HostResolver.class, () -> nobody)
			.withPropertyValues("jedis-topology.endpoints=cfg.test:6379", "jedis-topology.start-lazily=true")
			.run((context) -> Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> then(this.alerts).should(atLeastOnce()).refreshed(any(RefreshReport.class))));
	}

	@Test
	void theDocumentationShowsThisConfiguration() throws IOException {
		String source = Files.readString(
				Path.of("src", "test", "java", ShopClusterConfiguration.class.getName().replace('.', '/') + ".java"));
		assertThat(Path.of("..", "docs", "configuration.md")).content()
			.contains(source.substring(source.indexOf("@Configuration")));
	}

}
