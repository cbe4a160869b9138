package io.github.jedistopology.boot.autoconfigure.data;

import java.lang.reflect.Method;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.aot.BeanInstanceSupplier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class OtherConnectionFactoriesTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	/** As Spring writes definitions ahead of time: without annotations to read. */
	@Test
	void springBootsFactoryIsKnownFromADefinitionMadeAheadOfTime() {
		Class<?> configuration = ClassUtils
			.resolveClassName("org.springframework.boot.data.redis.autoconfigure.LettuceConnectionConfiguration", null);
		register("redisConnectionFactory", configuration);
		register("otherServer", OtherServer.class);
		assertThat(OtherConnectionFactories.namesIn(this.beanFactory)).containsExactly("otherServer");
	}

	@Test
	void aFactoryWithoutDefinitionIsTheApplications() {
		this.beanFactory.registerSingleton("otherServer", mock(RedisConnectionFactory.class));
		assertThat(OtherConnectionFactories.in(this.beanFactory)).containsOnlyKeys("otherServer");
	}

	private void register(String name, Class<?> configuration) {
		Method method = Arrays.stream(ReflectionUtils.getDeclaredMethods(configuration))
			.filter((candidate) -> candidate.getName().equals("redisConnectionFactory"))
			.findFirst()
			.orElseThrow();
		RootBeanDefinition definition = new RootBeanDefinition(method.getReturnType());
		definition.setInstanceSupplier(BeanInstanceSupplier.forFactoryMethod(method.getDeclaringClass(),
				method.getName(), method.getParameterTypes()));
		this.beanFactory.registerBeanDefinition(name, definition);
	}

	static class OtherServer {

		RedisConnectionFactory redisConnectionFactory() {
			return mock(RedisConnectionFactory.class);
		}

	}

}
