package io.github.jedistopology.boot.autoconfigure.event;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import redis.clients.jedis.HostAndPort;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.github.jedistopology.boot.FakeTopologyManager;
import io.github.jedistopology.boot.RedisCluster;
import io.github.jedistopology.boot.RedisClusters;
import io.github.jedistopology.boot.event.RedisTopologyEvent;
import io.github.jedistopology.boot.event.RedisTopologyEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class RedisTopologyEventsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedisTopologyEventsAutoConfiguration.class));

	@Test
	void eventListenersHearOfWhatHappens() {
		FakeTopologyManager manager = FakeTopologyManager.covered("orders");
		this.contextRunner.withBean(RedisClusters.class, () -> RedisClusters.of(List.of(RedisCluster.of(manager))))
			.withUserConfiguration(Listening.class)
			.run((context) -> {
				manager.listeners().forEach((listener) -> listener.nodeSuspected(new HostAndPort("a.test", 7000)));
				Listening listening = context.getBean(Listening.class);
				assertThat(listening.all.poll(20, TimeUnit.SECONDS)).extracting(RedisTopologyEvent::clusterName)
					.isEqualTo("orders");
				assertThat(listening.suspected.poll(20, TimeUnit.SECONDS)).hasToString("a.test:7000");
			});
		assertThat(manager.listeners()).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void eventListenersRunOnAVirtualThreadWhenSpringBootSaysSo() {
		FakeTopologyManager manager = FakeTopologyManager.covered("orders");
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.withBean(RedisClusters.class, () -> RedisClusters.of(List.of(RedisCluster.of(manager))))
			.withUserConfiguration(Listening.class)
			.run((context) -> {
				manager.listeners().forEach((listener) -> listener.nodeSuspected(new HostAndPort("a.test", 7000)));
				assertThat(context.getBean(Listening.class).threads.poll(20, TimeUnit.SECONDS))
					.contains("VirtualThread", "redis-topology-events-");
			});
	}

	@Test
	void backsOffForOwnPublisher() {
		this.contextRunner.withBean(RedisClusters.class, () -> RedisClusters.of(List.of()))
			.withBean("mine", RedisTopologyEventPublisher.class,
					() -> new RedisTopologyEventPublisher(RedisClusters.of(List.of()), (event) -> {
					}, Thread::new))
			.run((context) -> assertThat(context).hasSingleBean(RedisTopologyEventPublisher.class).hasBean("mine"));
	}

	@Test
	void isAbsentWithoutCluster() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(RedisTopologyEventPublisher.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		final BlockingQueue<RedisTopologyEvent> all = new LinkedBlockingQueue<>();

		final BlockingQueue<HostAndPort> suspected = new LinkedBlockingQueue<>();

		final BlockingQueue<String> threads = new LinkedBlockingQueue<>();

		@EventListener
		void onAny(RedisTopologyEvent event) {
			this.all.add(event);
			this.threads.add(Thread.currentThread().toString());
		}

		@EventListener
		void onSuspected(RedisTopologyEvent.NodeSuspected event) {
			this.suspected.add(event.endpoint());
		}

	}

}
