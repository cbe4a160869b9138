package io.github.jedistopology.internal.connection;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VirtualThreads}.
 */
class VirtualThreadsTests {

	@Test
	void thisThreadIsNotVirtual() {
		assertThat(VirtualThreads.isCurrentVirtual()).isFalse();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Has no virtual threads")
	void virtualThreadIs() throws Exception {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		Thread.class.getMethod("startVirtualThread", Runnable.class)
			.invoke(null, (Runnable) () -> answer.complete(VirtualThreads.isCurrentVirtual()));
		assertThat(answer.join()).isTrue();
	}

}
