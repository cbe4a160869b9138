package io.github.jedistopology.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;

import redis.clients.jedis.RedisClusterClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with nothing but the starter, Actuator and a web server, asked over HTTP
 * as its users would.
 */
final class ClusterApplication implements AutoCloseable {

	private final HttpClient http = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private ClusterApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static ClusterApplication start(String... properties) {
		return start(List.of(), properties);
	}

	static ClusterApplication start(List<Class<?>> sources, String... properties) {
		return new ClusterApplication(new SpringApplicationBuilder(Configuration.class)
			.sources(sources.toArray(Class<?>[]::new))
			.properties("server.port=0", "server.address=127.0.0.1", "management.endpoints.web.exposure.include=*",
					"management.endpoint.health.show-details=always")
			.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new)));
	}

	RedisClusterClient redis() {
		return bean(RedisClusterClient.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** The URI of the application itself. */
	URI uri(String path) {
		int port = ((ServletWebServerApplicationContext) this.context).getWebServer().getPort();
		return URI.create("http://127.0.0.1:%d/%s".formatted(port, path));
	}

	Answer get(String path) {
		return send(HttpRequest.newBuilder().GET(), path);
	}

	Answer post(String path) {
		return send(HttpRequest.newBuilder().POST(BodyPublishers.noBody()), path);
	}

	private Answer send(HttpRequest.Builder request, String path) {
		try {
			HttpResponse<String> response = this.http.send(request.uri(uri("actuator/" + path)).build(),
					BodyHandlers.ofString());
			return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	record Answer(int status, JsonNode body) {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

	}

}
