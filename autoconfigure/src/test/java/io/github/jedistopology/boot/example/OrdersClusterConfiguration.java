package io.github.jedistopology.boot.example;

import redis.clients.jedis.RedisClusterClient;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.jedistopology.JedisTopology;

@Configuration(proxyBeanMethods = false)
public class OrdersClusterConfiguration {

	// Not for those who ask for a JedisTopology or client without saying which.
	@Bean(defaultCandidate = false)
	JedisTopology ordersTopology(@Value("${orders.redis.endpoints}") String[] endpoints) {
		return JedisTopology.builder().name("orders").endpoints(endpoints).build();
	}

	// Closed with its topology.
	@Bean(defaultCandidate = false, destroyMethod = "")
	RedisClusterClient ordersRedis(@Qualifier("ordersTopology") JedisTopology topology) {
		return topology.client();
	}

}
