package io.github.jedistopology.boot.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.jedistopology.JedisTopology;

/**
 * Matches unless all clusters of the application are beans of its own and nothing speaks
 * of a further one. Without any cluster it matches: that endpoints are missing is to be
 * told, then.
 */
class OnConfiguredClusterCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final List<String> PROPERTIES = List.of("jedis-topology.endpoints",
			"spring.data.redis.cluster.nodes");

	private static final Set<Class<?>> AUTO_CONFIGURED = Set.of(PropertiesJedisTopologyConnectionDetails.class,
			StandardJedisTopologyBuilderCustomizer.class, CredentialsJedisTopologyBuilderCustomizer.class);

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beanFactory = Objects.requireNonNull(context.getBeanFactory());
		ConditionMessage.Builder message = ConditionMessage.forCondition("Configured Redis Cluster");
		List<String> own = Candidates.of(JedisTopology.class, beanFactory);
		if (own.isEmpty()) {
			return ConditionOutcome.match(message.because("there is no other"));
		}
		List<String> hints = Stream.concat(properties(context.getEnvironment()), beans(beanFactory)).toList();
		return hints.isEmpty() ? ConditionOutcome.noMatch(message.found("only bean", "only beans").items(own))
				: ConditionOutcome.match(message.foundExactly(hints));
	}

	private static Stream<String> properties(Environment environment) {
		return PROPERTIES.stream()
			.filter((name) -> !Binder.get(environment)
				.bind(name, Bindable.listOf(String.class))
				.orElseGet(List::of)
				.isEmpty());
	}

	/** Those of the application: what is auto-configured speaks of nothing by itself. */
	private static Stream<String> beans(ConfigurableListableBeanFactory beanFactory) {
		return Stream.of(JedisTopologyConnectionDetails.class, JedisTopologyBuilderCustomizer.class)
			.flatMap((type) -> Candidates.of(type, beanFactory).stream())
			.filter((name) -> !isAutoConfigured(beanFactory.getType(name, false)));
	}

	private static boolean isAutoConfigured(@Nullable Class<?> type) {
		return type != null && AUTO_CONFIGURED.contains(type);
	}

}
