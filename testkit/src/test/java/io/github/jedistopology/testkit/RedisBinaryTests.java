package io.github.jedistopology.testkit;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RedisBinaryTests {

	@ParameterizedTest
	@CsvSource({ "Linux, amd64, linux-amd64", "Linux, aarch64, linux-arm64", "Linux, i386, linux-386",
			"Mac OS X, x86_64, darwin-amd64", "Mac OS X, aarch64, darwin-arm64" })
	void everyPlatformHasItsBinary(String osName, String osArch, String suffix) {
		String resource = RedisBinary.resourceFor(osName, osArch);
		assertThat(resource).startsWith("redis-server-").endsWith(suffix);
		assertThat(RedisBinary.class.getResource("/" + resource)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "Windows 11, amd64", "Linux, s390x", "Mac OS X, i386" })
	void otherPlatformsAreToldWhatToDo(String osName, String osArch) {
		assertThatIllegalStateException().isThrownBy(() -> RedisBinary.resourceFor(osName, osArch))
			.withMessageContaining(osName)
			.withMessageContaining(osArch)
			.withMessageContaining("redisServer(path)");
	}

	@Test
	void isExtractedOnce() {
		Path binary = RedisBinary.embedded();
		assertThat(binary).isExecutable();
		assertThat(RedisBinary.embedded()).isEqualTo(binary);
	}

}
