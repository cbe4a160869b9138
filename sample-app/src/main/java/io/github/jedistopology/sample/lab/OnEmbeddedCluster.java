package io.github.jedistopology.sample.lab;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Binds the property as the auto-configuration does, so that it is found in every form: a
 * text, a YAML list, an environment variable.
 */
class OnEmbeddedCluster extends SpringBootCondition {

	private static final String PROPERTY = "jedis-topology.endpoints";

	private static final Bindable<List<String>> ENDPOINTS = Bindable.listOf(String.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnEmbeddedCluster.class);
		return Binder.get(context.getEnvironment()).bind(PROPERTY, ENDPOINTS).isBound()
				? ConditionOutcome.noMatch(message.found("property").items(PROPERTY))
				: ConditionOutcome.match(message.didNotFind("property").items(PROPERTY));
	}

}
