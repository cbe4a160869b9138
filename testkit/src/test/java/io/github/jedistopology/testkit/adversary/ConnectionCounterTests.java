package io.github.jedistopology.testkit.adversary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ConnectionCounter}.
 */
class ConnectionCounterTests {

	private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	@Test
	void eachAttemptIsCountedWithItsTime() throws IOException {
		try (ConnectionCounter counter = ConnectionCounter.at(ANYWHERE)) {
			assertThat(counter.attempts()).isZero();
			assertThat(counter.lastAttemptAt()).isNull();
			dial(counter);
			dial(counter);
			await().untilAsserted(() -> assertThat(counter.attempts()).isEqualTo(2));
			Instant last = counter.lastAttemptAt();
			assertThat(last).isNotNull();
			assertThat(counter.attemptsAfter(Instant.EPOCH)).hasSize(2).endsWith(last);
			assertThat(counter.attemptsAfter(last)).isEmpty();
		}
	}

	@Test
	void anAttemptIsReset() throws IOException {
		try (ConnectionCounter counter = ConnectionCounter.at(ANYWHERE);
				Socket socket = new Socket(counter.address().getAddress(), counter.address().getPort())) {
			socket.setSoTimeout(10_000);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("reset");
		}
	}

	@Test
	void aStormOfAttemptsIsCountedInFull() throws IOException {
		try (ConnectionCounter counter = ConnectionCounter.at(ANYWHERE)) {
			for (int i = 0; i < 500; i++) {
				dial(counter);
			}
			await().untilAsserted(() -> assertThat(counter.attempts()).isEqualTo(500));
		}
	}

	private static void dial(ConnectionCounter counter) throws IOException {
		new Socket(counter.address().getAddress(), counter.address().getPort()).close();
	}

}
