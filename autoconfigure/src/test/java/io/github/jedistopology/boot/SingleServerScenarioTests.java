package io.github.jedistopology.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.embedded.RedisServer;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A real Redis server that is not in cluster mode.
 */
@ExtendWith(OutputCaptureExtension.class)
class SingleServerScenarioTests {

	@Test
	void explainsThatServerIsNotInClusterMode(CapturedOutput output) throws IOException {
		int port = freePort();
		RedisServer server = RedisServer.builder().port(port).bind("127.0.0.1").setting("save \"\"").build();
		server.start();
		try {
			assertThatException()
				.isThrownBy(() -> ClusterApplication.start("jedis-topology.endpoints=127.0.0.1:" + port));
		}
		finally {
			server.stop();
		}
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("127.0.0.1:%d: ".formatted(port))
			.contains("the server is not in cluster mode");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
