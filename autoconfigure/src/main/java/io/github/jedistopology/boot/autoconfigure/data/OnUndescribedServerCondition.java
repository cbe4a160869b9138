package io.github.jedistopology.boot.autoconfigure.data;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where no property says where a Redis server is. Spring Boot takes
 * localhost:6379 then.
 */
class OnUndescribedServerCondition extends SpringBootCondition {

	private static final List<String> PROPERTIES = List.of("spring.data.redis.host", "spring.data.redis.port",
			"spring.data.redis.url", "spring.data.redis.sentinel.nodes", "spring.data.redis.masterreplica.nodes",
			"spring.data.redis.cluster.nodes");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<String> set = PROPERTIES.stream().filter((name) -> isSet(name, context.getEnvironment())).toList();
		ConditionMessage.Builder message = ConditionMessage.forCondition("Undescribed Redis Server");
		return set.isEmpty() ? ConditionOutcome.match(message.didNotFind("any property").atAll())
				: ConditionOutcome.noMatch(message.found("property", "properties").items(set));
	}

	private static boolean isSet(String property, Environment environment) {
		return !Binder.get(environment).bind(property, Bindable.listOf(String.class)).orElseGet(List::of).isEmpty();
	}

}
