package io.github.jedistopology.boot.autoconfigure.data;

import java.util.List;
import java.util.Objects;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where the application has a connection factory for another server than the
 * cluster.
 */
class OnOtherConnectionFactoryCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<String> names = OtherConnectionFactories.namesIn(Objects.requireNonNull(context.getBeanFactory()));
		ConditionMessage.Builder message = ConditionMessage.forCondition("Other Redis Server");
		return names.isEmpty() ? ConditionOutcome.noMatch(message.didNotFind("any connection factory").atAll())
				: ConditionOutcome.match(message.found("connection factory", "connection factories").items(names));
	}

}
