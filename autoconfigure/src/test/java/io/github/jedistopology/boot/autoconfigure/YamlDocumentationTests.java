package io.github.jedistopology.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.github.jedistopology.JedisTopology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The configuration that the documentation shows can be copied: each property in it
 * exists, and ours have the values that they may have.
 */
class YamlDocumentationTests {

	private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private static final Bindable<JedisTopologyProperties> OURS = Bindable.of(JedisTopologyProperties.class);

	private static final Set<String> PROPERTIES = new HashSet<>();

	/** Whose keys are the user's: the name of an SSL bundle, for example. */
	private static final Set<String> MAPS = new HashSet<>();

	static {
		readMetadata();
	}

	@ParameterizedTest
	@MethodSource("blocks")
	void everyPropertyExists(String page, String yaml) {
		assertThat(load(yaml)).flatExtracting((source) -> List.of(((MapPropertySource) source).getPropertyNames()))
			.extracting((name) -> name.replaceAll("\\[\\d+]", ""))
			.isNotEmpty()
			.allMatch((name) -> PROPERTIES.contains(name) || MAPS.stream().anyMatch(name::startsWith));
	}

	@ParameterizedTest
	@MethodSource("blocks")
	void oursHaveValuesThatTheyMayHave(String page, String yaml) {
		bind(yaml).ifBound((properties) -> JedisTopology.builder().endpoints(properties.endpoints()));
	}

	/** A mapping replaces all that Spring Boot has: without these two, DOWN is 200. */
	@ParameterizedTest
	@MethodSource("blocks")
	void aStatusMappingHasWhatItReplaces(String page, String yaml) {
		Map<String, List<String>> mappings = load(yaml).stream()
			.flatMap((source) -> Stream.of(((MapPropertySource) source).getPropertyNames()))
			.filter((name) -> name.contains(".http-mapping."))
			.collect(Collectors.groupingBy((name) -> name.substring(0, name.lastIndexOf('.')),
					Collectors.mapping((name) -> name.substring(name.lastIndexOf('.') + 1), Collectors.toList())));
		assertThat(mappings.values()).allSatisfy((statuses) -> assertThat(statuses).contains("down", "out-of-service"));
	}

	@Test
	void aPropertyThatDoesNotExistIsFound() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind("jedis-topology: { endpoints: a.test:1, no-such: 1 }"));
		assertThat(PROPERTIES).contains("spring.data.redis.password", "management.endpoint.redistopology.access")
			.doesNotContain("spring.data.redis.no-such");
	}

	private static BindResult<JedisTopologyProperties> bind(String yaml) {
		return new Binder(ConfigurationPropertySources.from(load(yaml))).bind("jedis-topology", OURS,
				new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

	/** Docker Compose has YAML of its own. */
	static Stream<Arguments> blocks() throws IOException {
		try (Stream<Path> pages = Files.list(Path.of("..", "docs"))) {
			return Stream.concat(pages.sorted().toList().stream(), Stream.of(Path.of("..", "README.md")))
				.filter((page) -> page.toString().endsWith(".md"))
				.flatMap((page) -> BLOCK.matcher(read(page))
					.results()
					.map((block) -> block.group(1))
					.filter((yaml) -> !yaml.startsWith("services:"))
					.map((yaml) -> Arguments.of(page.getFileName().toString(), yaml)));
		}
	}

	private static String read(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<PropertySource<?>> load(String yaml) {
		try {
			return new YamlPropertySourceLoader().load("documentation",
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What Spring Boot and we tell editors. */
	private static void readMetadata() {
		try {
			for (URL url : Collections.list(YamlDocumentationTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream metadata = url.openStream()) {
					JsonMapper.shared()
						.readTree(metadata)
						.get("properties")
						.values()
						.forEach(YamlDocumentationTests::addProperty);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void addProperty(JsonNode property) {
		String name = property.get("name").asString();
		if (property.path("type").asString("").startsWith("java.util.Map")) {
			MAPS.add(name + ".");
		}
		else if (!property.has("deprecation")) {
			PROPERTIES.add(name);
		}
	}

}
