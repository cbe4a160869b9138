package io.github.jedistopology.boot.autoconfigure.data;

import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Conditional;

/**
 * Matches where Spring Boot makes no Lettuce connection factory.
 */
class OnNoLettuceCondition extends NoneNestedConditions {

	OnNoLettuceCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@Conditional(OnLettuceCondition.class)
	static class WithLettuce {

	}

}
