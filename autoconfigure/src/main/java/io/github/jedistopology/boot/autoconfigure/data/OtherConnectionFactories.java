package io.github.jedistopology.boot.autoconfigure.data;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.jedistopology.boot.data.TopologyConnectionFactory;

/**
 * The connection factories that an application has for other servers than the cluster.
 * Beside ours, the one that Spring Boot makes with Lettuce is for the same cluster, and
 * idle unless there are reactive templates.
 */
final class OtherConnectionFactories {

	private static final List<Class<?>> OURS = List.of(TopologyConnectionFactory.class,
			UnchosenConnectionFactory.class);

	private static final String SPRING_BOOT = "org.springframework.boot.";

	private OtherConnectionFactories() {
	}

	static List<String> namesIn(ConfigurableListableBeanFactory beanFactory) {
		return Stream.of(beanFactory.getBeanNamesForType(RedisConnectionFactory.class, true, false))
			.filter((name) -> OURS.stream().noneMatch((type) -> beanFactory.isTypeMatch(name, type)))
			.filter((name) -> !beanFactory.containsBeanDefinition(name)
					|| isOfApplication(beanFactory.getMergedBeanDefinition(name)))
			.toList();
	}

	static Map<String, RedisConnectionFactory> in(ConfigurableListableBeanFactory beanFactory) {
		Map<String, RedisConnectionFactory> factories = new LinkedHashMap<>();
		namesIn(beanFactory)
			.forEach((name) -> factories.put(name, beanFactory.getBean(name, RedisConnectionFactory.class)));
		return factories;
	}

	private static boolean isOfApplication(BeanDefinition definition) {
		return definition.isAutowireCandidate() && !isOfSpringBoot(definition);
	}

	/** A factory method is known of definitions that were made ahead of time, too. */
	private static boolean isOfSpringBoot(BeanDefinition definition) {
		Method factoryMethod = (definition instanceof RootBeanDefinition merged) ? merged.getResolvedFactoryMethod()
				: null;
		return factoryMethod != null && factoryMethod.getDeclaringClass().getName().startsWith(SPRING_BOOT);
	}

}
