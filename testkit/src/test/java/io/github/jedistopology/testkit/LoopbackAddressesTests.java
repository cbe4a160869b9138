package io.github.jedistopology.testkit;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class LoopbackAddressesTests {

	@Test
	void everyNodeHasAnAddressOfItsOwnAndAllHaveTheSamePort() {
		try (LoopbackAddresses addresses = new LoopbackAddresses(new Random())) {
			NodeAddress first = addresses.next();
			Set<String> ips = new HashSet<>(Set.of(first.ip()));
			for (int i = 0; i < 300; i++) {
				NodeAddress address = addresses.next();
				assertThat(ips.add(address.ip())).isTrue();
				assertThat(address.port()).isEqualTo(first.port());
				assertThat(address.busPort()).isEqualTo(first.busPort());
			}
		}
	}

	@Test
	void twoPoolsNeverShareABlock() {
		long seed = 42;
		try (LoopbackAddresses first = new LoopbackAddresses(new Random(seed));
				LoopbackAddresses second = new LoopbackAddresses(new Random(seed))) {
			assertThat(first.next().toString()).isNotEqualTo(second.next().toString());
		}
	}

	@Test
	void theCertificateNamesTheAddressesOfTheNodes() {
		try (LoopbackAddresses addresses = new LoopbackAddresses(new Random())) {
			assertThat(addresses.certifiedIps())
				.containsAll(IntStream.range(0, 40).mapToObj((i) -> addresses.next().ip()).toList());
		}
	}

}
