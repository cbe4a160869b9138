package io.github.jedistopology.sample.lab;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.jedistopology.testkit.AddressPlan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedClusterConfiguration}.
 */
class EmbeddedClusterConfigurationTests {

	@ParameterizedTest
	@CsvSource({ "Linux, LOOPBACK_ADDRESSES", "Mac OS X, PORTS" })
	void onlyLinuxHasManyLoopbackAddresses(String operatingSystem, AddressPlan plan) {
		assertThat(EmbeddedClusterConfiguration.addressPlan(operatingSystem)).isEqualTo(plan);
	}

}
