package io.github.jedistopology.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortAddressesTests {

	@Test
	void noPortIsGivenTwiceEvenBeyondOneBlock() {
		try (PortAddresses addresses = new PortAddresses(new Random())) {
			Set<Integer> ports = new HashSet<>();
			for (int i = 0; i < 120; i++) {
				NodeAddress address = addresses.next();
				assertThat(address.ip()).isEqualTo("127.0.0.1");
				assertThat(ports.add(address.port())).isTrue();
				assertThat(ports.add(address.busPort())).isTrue();
			}
		}
	}

	@Test
	void twoPoolsNeverShareABlock() {
		long seed = 42;
		try (PortAddresses first = new PortAddresses(new Random(seed));
				PortAddresses second = new PortAddresses(new Random(seed))) {
			Set<Integer> ports = new HashSet<>();
			IntStream.range(0, 40).forEach((i) -> {
				assertThat(ports.add(first.next().port())).isTrue();
				assertThat(ports.add(second.next().port())).isTrue();
			});
		}
	}

	@Test
	void aPortThatIsTakenIsPassedOver() throws IOException {
		try (PortAddresses addresses = new PortAddresses(new Random())) {
			int taken = addresses.next().busPort() + 1;
			try (ServerSocket socket = new ServerSocket(taken, 1, InetAddress.getByName("127.0.0.1"))) {
				NodeAddress next = addresses.next();
				assertThat(next.port()).isNotEqualTo(socket.getLocalPort());
				assertThat(next.busPort()).isNotEqualTo(socket.getLocalPort());
			}
		}
	}

}
