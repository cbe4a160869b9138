package io.github.jedistopology.boot.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Bean definitions as conditions see them. Other than with {@code @ConditionalOnBean},
 * those count, too, that are injected by a qualifier only: further clusters are declared
 * so.
 */
final class Candidates {

	private Candidates() {
	}

	/** The names of the beans of a type that can be injected at all. */
	static List<String> of(Class<?> type, ConfigurableListableBeanFactory beanFactory) {
		return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false))
			.filter((name) -> !beanFactory.containsBeanDefinition(name)
					|| beanFactory.getBeanDefinition(name).isAutowireCandidate())
			.toList();
	}

}
