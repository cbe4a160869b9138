package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.boot.autoconfigure.condition.AllNestedConditions;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Matches where Spring Boot makes a Lettuce connection factory.
 */
class OnLettuceCondition extends AllNestedConditions {

	OnLettuceCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnClass(name = "io.lettuce.core.RedisClient")
	static class LettucePresent {

	}

	@ConditionalOnProperty(name = "spring.data.redis.client-type", havingValue = "lettuce", matchIfMissing = true)
	static class LettuceChosen {

	}

}
