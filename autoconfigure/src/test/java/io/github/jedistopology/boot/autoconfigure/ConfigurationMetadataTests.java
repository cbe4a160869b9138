package io.github.jedistopology.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What editors show to users who write properties.
 */
class ConfigurationMetadataTests {

	private final Collection<JsonNode> properties = read().get("properties").values();

	@Test
	void everyPropertyHasADescription() {
		assertThat(this.properties).allSatisfy(
				(property) -> assertThat(property.path("description").asString()).as(property.get("name").asString())
					.matches("[A-Z](?s).*\\.")
					.doesNotMatch("(The|A|An) .*"));
	}

	@Test
	void listsEveryProperty() {
		assertThat(this.properties).extracting((property) -> property.get("name").asString())
			.filteredOn((name) -> name.startsWith("jedis-topology."))
			.extracting((name) -> name.substring("jedis-topology.".length()))
			.containsExactlyInAnyOrder("name", "endpoints", "client-name", "username", "password", "protocol",
					"ssl.enabled", "ssl.bundle", "timeouts.connect", "timeouts.command", "timeouts.topology-query",
					"pool.max-total", "pool.max-wait", "pool.max-idle-time", "pool.max-blocking", "retry.max-attempts",
					"retry.max-redirections", "retry.budget", "retry.initial-backoff", "retry.max-backoff",
					"retry.idempotent-commands", "reads.from", "reads.max-lag", "reads.zone", "suspicion.silence",
					"suspicion.fail-fast", "suspicion.max-waiting", "refresh.interval", "refresh.sources",
					"refresh.timeout", "split-multi-key-commands", "start-lazily");
	}

	@Test
	void listsTheSwitchesOfActuator() {
		assertThat(this.properties).extracting((property) -> property.get("name").asString())
			.contains("management.health.redistopology.enabled", "management.endpoint.redistopology.access");
	}

	@Test
	void documentationShowsEachPropertyAsEditorsDo() throws IOException {
		List<String> page = Files.readAllLines(Path.of("..", "docs", "configuration.md"));
		assertThat(this.properties)
			.filteredOn((property) -> property.get("name").asString().startsWith("jedis-topology."))
			.allSatisfy((property) -> {
				JsonNode defaultValue = property.path("defaultValue");
				assertThat(page).contains("| `%s` | %s | %s |".formatted(property.get("name").asString(),
						defaultValue.isValueNode() ? "`" + defaultValue.asString() + "`" : "",
						property.get("description").asString()));
			});
	}

	private static JsonNode read() {
		InputStream metadata = JedisTopologyProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json");
		return JsonMapper.shared().readTree(metadata);
	}

}
