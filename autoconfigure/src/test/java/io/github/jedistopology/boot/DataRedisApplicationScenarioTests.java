package io.github.jedistopology.boot;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClusterClient;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.annotation.Id;
import org.springframework.data.redis.cache.BatchStrategies;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.index.Indexed;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.repository.configuration.EnableRedisRepositories;
import org.springframework.data.repository.CrudRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

import io.github.jedistopology.boot.data.TopologyConnectionFactory;
import io.github.jedistopology.testkit.RedisClusterLab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that knows of nothing but Spring Boot's own properties and of what
 * Spring builds on them, with Lettuce on the class path.
 */
class DataRedisApplicationScenarioTests {

	private static RedisClusterLab lab;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		lab = RedisClusterLab.builder().shards(3).user("app", "correct-horse").start();
		context = new SpringApplicationBuilder(Application.class).run("--server.port=0", "--server.address=127.0.0.1",
				"--spring.data.redis.cluster.nodes=" + lab.configurationEndpoint(), "--spring.data.redis.username=app",
				"--spring.data.redis.password=correct-horse", "--spring.data.redis.client-name=shop",
				"--spring.data.redis.timeout=5s", "--management.endpoint.health.show-components=always");
	}

	@AfterAll
	static void stop() {
		context.close();
		lab.close();
	}

	@Test
	void everythingRunsOverTheClient() {
		RedisConnectionFactory factory = context.getBean(RedisConnectionFactory.class);
		assertThat(factory).isInstanceOf(TopologyConnectionFactory.class);
		assertThat(context.getBean(StringRedisTemplate.class).getConnectionFactory()).isSameAs(factory);
		assertThat(context.getBean(RedisMessageListenerContainer.class).getConnectionFactory()).isSameAs(factory);
		assertThat(context.getBean(RedisClusterClient.class).sendCommand(Command.CLIENT, "GETNAME"))
			.isEqualTo("shop".getBytes());
	}

	@Test
	void caches() {
		Prices prices = context.getBean(Prices.class);
		assertThat(prices.of("tea")).isEqualTo("tea costs 1");
		assertThat(prices.of("tea")).isEqualTo("tea costs 1");
		assertThat(prices.of("milk")).isEqualTo("milk costs 2");
		assertThat(redis().hasKey("prices::tea")).isTrue();
		context.getBean(CacheManager.class).getCache("prices").clear();
		assertThat(redis().hasKey("prices::tea")).isFalse();
		assertThat(prices.of("tea")).isEqualTo("tea costs 3");
	}

	/** It deletes by SCAN, which Spring Data does not support in a cluster. */
	@Test
	void clearsACacheByScanning() {
		RedisCacheManager caches = RedisCacheManager
			.builder(RedisCacheWriter.nonLockingRedisCacheWriter(context.getBean(RedisConnectionFactory.class),
					BatchStrategies.scan(10)))
			.build();
		for (int i = 0; i < 50; i++) {
			caches.getCache("scanned").put("key" + i, "value");
		}
		caches.getCache("scanned").clear();
		assertThat(redis().keys("scanned::*")).isEmpty();
	}

	@Test
	@SuppressWarnings("unchecked")
	void keepsSessions() {
		SessionRepository<Session> sessions = context.getBean(SessionRepository.class);
		Session session = sessions.createSession();
		session.setAttribute("cart", "tea");
		sessions.save(session);
		assertThat(redis().hasKey("spring:session:sessions:" + session.getId())).isTrue();
		assertThat(sessions.findById(session.getId()).<String>getAttribute("cart")).isEqualTo("tea");
		sessions.deleteById(session.getId());
		assertThat(sessions.findById(session.getId())).isNull();
	}

	@Test
	void keepsEntities() {
		People people = context.getBean(People.class);
		people.saveAll(List.of(new Person("1", "Ada"), new Person("2", "Ada"), new Person("3", "Grace")));
		assertThat(people.findById("3")).map(Person::name).hasValue("Grace");
		assertThat(people.findByName("Ada")).extracting(Person::id).containsExactlyInAnyOrder("1", "2");
		assertThat(people.count()).isEqualTo(3);
		people.deleteById("1");
		assertThat(people.findByName("Ada")).extracting(Person::id).containsExactly("2");
	}

	@Test
	void listensToMessages() throws InterruptedException {
		BlockingQueue<String> messages = new LinkedBlockingQueue<>();
		RedisMessageListenerContainer container = context.getBean(RedisMessageListenerContainer.class);
		container.addMessageListener((message, pattern) -> messages.add(new String(message.getBody())),
				ChannelTopic.of("news"));
		redis().convertAndSend("news", "hello");
		assertThat(messages.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
	}

	@Test
	void reactiveTemplatesRunOverLettuce() {
		ReactiveStringRedisTemplate reactive = context.getBean(ReactiveStringRedisTemplate.class);
		reactive.opsForValue().set("reactive", "value").block();
		assertThat(redis().opsForValue().get("reactive")).isEqualTo("value");
	}

	@Test
	void stopsAndStarts() {
		context.stop();
		context.start();
		redis().opsForValue().set("restarted", "value");
		assertThat(redis().opsForValue().get("restarted")).isEqualTo("value");
		assertThat(context.getBean(RedisClusterClient.class).get("restarted")).isEqualTo("value");
	}

	private static StringRedisTemplate redis() {
		return context.getBean(StringRedisTemplate.class);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	@EnableRedisRepositories(considerNestedRepositories = true)
	static class Application {

		@Bean
		RedisMessageListenerContainer messageListenerContainer(RedisConnectionFactory connectionFactory) {
			RedisMessageListenerContainer container = new RedisMessageListenerContainer();
			container.setConnectionFactory(connectionFactory);
			return container;
		}

		@Bean
		Prices prices() {
			return new Prices();
		}

	}

	static class Prices {

		private int asked;

		@Cacheable("prices")
		public String of(String product) {
			return "%s costs %d".formatted(product, ++this.asked);
		}

	}

	interface People extends CrudRepository<Person, String> {

		Set<Person> findByName(String name);

	}

	@RedisHash("people")
	record Person(@Id String id, @Indexed String name) {

	}

}
