package io.github.jedistopology.testkit.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.JedisClusterCRC16;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Adversary}, with Jedis as the victim.
 */
class AdversaryTests {

	private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	private static final RecordedView VIEW = RecordedView.empty()
		.with("MYID", Reply.bulk("07c37dfeb235213a872192d90877d0cd55635b91"))
		.with("INFO", Reply.bulk("cluster_state:ok\r\n"));

	@Test
	void replayingAnswersFromTheView() {
		try (Adversary adversary = Adversary.at(ANYWHERE).replaying(VIEW); Jedis jedis = connect(adversary)) {
			assertThat(jedis.clusterMyId()).isEqualTo("07c37dfeb235213a872192d90877d0cd55635b91");
			assertThat(jedis.clusterInfo()).isEqualTo("cluster_state:ok\r\n");
			assertThat(jedis.ping()).isEqualTo("PONG");
		}
	}

	@Test
	void replayingSaysThatTheClusterIsDownToOtherCommands() {
		try (Adversary adversary = Adversary.at(ANYWHERE).replaying(VIEW); Jedis jedis = connect(adversary)) {
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> jedis.get("key"))
				.withMessageStartingWith("CLUSTERDOWN");
		}
	}

	@Test
	void replayingMovesKeysWhereItIsTold() {
		try (Adversary adversary = Adversary.at(ANYWHERE).replaying(VIEW, Answers.movedTo("127.0.0.3:7003"));
				Jedis jedis = connect(adversary)) {
			assertThatExceptionOfType(JedisMovedDataException.class).isThrownBy(() -> jedis.get("key"))
				.satisfies((ex) -> {
					assertThat(ex.getSlot()).isEqualTo(JedisClusterCRC16.getSlot("key"));
					assertThat(ex.getTargetNode()).isEqualTo(new HostAndPort("127.0.0.3", 7003));
				});
			assertThatExceptionOfType(JedisDataException.class).isThrownBy(jedis::dbSize)
				.withMessage("ERR unknown command");
		}
	}

	@Test
	void answeringFollowsTheScript() {
		Answers script = (command) -> command.get(0).equals("GET") ? Reply.bulk("you said " + command.get(1)) : null;
		try (Adversary adversary = Adversary.at(ANYWHERE)
			.answering(script.or(Answers.courtesies()).or(Answers.askTo("127.0.0.3:7003")));
				Jedis jedis = connect(adversary)) {
			assertThat(jedis.get("grüezi")).isEqualTo("you said grüezi");
			assertThatExceptionOfType(JedisAskDataException.class).isThrownBy(() -> jedis.set("key", "value"));
		}
	}

	@Test
	void aClientThatAsksForResp3LearnsThatThereIsNoHello() {
		try (Adversary adversary = Adversary.at(ANYWHERE).answering(Answers.courtesies())) {
			HostAndPort address = HostAndPort.from("127.0.0.1:" + adversary.address().getPort());
			assertThatExceptionOfType(JedisDataException.class)
				.isThrownBy(() -> new Connection(address,
						DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP3).build()))
				.withMessageContaining("unknown command 'HELLO'");
		}
	}

	@Test
	void hangingReadsAndCountsButSaysNothing() throws IOException {
		try (Adversary adversary = Adversary.at(ANYWHERE).hanging(); Socket socket = dial(adversary)) {
			socket.getOutputStream().write(bytes("*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\n"));
			await().untilAsserted(() -> assertThat(adversary.commands()).isEqualTo(2));
			assertThat(socket.getInputStream().available()).isZero();
			assertThat(adversary.connections()).isEqualTo(1);
		}
	}

	@Test
	void drippingTakesItsTimeForEachByte() throws IOException {
		try (Adversary adversary = Adversary.at(ANYWHERE)
			.dripping(Answers.always(Reply.simple("PONG")), Duration.ofMillis(20)); Socket socket = dial(adversary)) {
			long start = System.nanoTime();
			socket.getOutputStream().write(bytes("*1\r\n$4\r\nPING\r\n"));
			assertThat(socket.getInputStream().readNBytes(7)).isEqualTo(bytes("+PONG\r\n"));
			// Six pauses lie between seven bytes.
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(120).toNanos());
		}
	}

	@Test
	void drippingWithoutPauseIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Adversary.at(ANYWHERE).dripping(Answers.courtesies(), Duration.ofNanos(5)))
			.withMessage("pause must be at least a millisecond but was PT0.000000005S");
	}

	@Test
	void closingClosesAtOnce() throws IOException {
		try (Adversary adversary = Adversary.at(ANYWHERE).closing(); Socket socket = dial(adversary)) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
			assertThat(adversary.connections()).isEqualTo(1);
			assertThat(adversary.commands()).isZero();
		}
	}

	@Test
	void garbageIsNotResp() {
		try (Adversary adversary = Adversary.at(ANYWHERE).garbage(42)) {
			assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> {
				try (Jedis jedis = connect(adversary)) {
					jedis.ping();
				}
			}).withStackTraceContaining("Unknown reply");
		}
	}

	@Test
	void garbageIsTheSameForTheSameSeed() throws IOException {
		assertThat(garbage(42)).isEqualTo(garbage(42)).isNotEqualTo(garbage(43));
	}

	private static byte[] garbage(long seed) throws IOException {
		try (Adversary adversary = Adversary.at(ANYWHERE).garbage(seed); Socket socket = dial(adversary)) {
			socket.getOutputStream().write(bytes("*1\r\n$4\r\nPING\r\n"));
			return socket.getInputStream().readNBytes(64);
		}
	}

	@Test
	void connectionsAndCommandsAreCounted() {
		try (Adversary adversary = Adversary.at(ANYWHERE).replaying(VIEW)) {
			assertThat(adversary.lastConnectionAt()).isNull();
			Instant before = Instant.now();
			try (Jedis jedis = connect(adversary); Jedis another = connect(adversary)) {
				jedis.ping();
				another.ping();
				another.clusterMyId();
			}
			assertThat(adversary.connections()).isEqualTo(2);
			assertThat(adversary.commandsNamed("ping")).isEqualTo(2);
			assertThat(adversary.commandsNamed("CLUSTER")).isEqualTo(1);
			assertThat(adversary.commandsNamed("CLUSTER MYID")).isEqualTo(1);
			assertThat(adversary.commandsNamed("GET")).isZero();
			assertThat(adversary.lastConnectionAt()).isAfterOrEqualTo(before);
			assertThat(adversary.connectionsAfter(Instant.now())).isEmpty();
			assertThat(adversary.connectionsAfter(before.minusMillis(1))).hasSize(2);
		}
	}

	@Test
	void whoSpeaksAnotherProtocolIsHungUpOn() throws IOException {
		try (Adversary adversary = Adversary.at(ANYWHERE).hanging(); Socket socket = dial(adversary)) {
			socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\n\r\n"));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				if (socket.getInputStream().read() < 0) {
					throw new IOException("closed");
				}
			});
		}
	}

	@Test
	void closeEndsThreadsAndConnectionsAndFreesTheAddress() throws IOException {
		Adversary adversary = Adversary.at(ANYWHERE)
			.dripping(Answers.always(Reply.simple("PONG")), Duration.ofMinutes(1));
		InetSocketAddress address = adversary.address();
		try (Socket dripping = dial(adversary); Socket idle = dial(adversary)) {
			dripping.getOutputStream().write(bytes("*1\r\n$4\r\nPING\r\n"));
			assertThat(dripping.getInputStream().read()).isEqualTo('+');
			assertThat(threadsOf(address)).isNotEmpty();
			adversary.close();
			assertThat(idle.getInputStream().read()).isEqualTo(-1);
		}
		assertThat(threadsOf(address)).isEmpty();
		Adversary.at(address).closing().close();
	}

	private static Set<String> threadsOf(InetSocketAddress address) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("adversary-" + address + "-"))
			.collect(Collectors.toSet());
	}

	@Test
	void anAddressThatOthersCanReachIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Adversary.at(new InetSocketAddress("0.0.0.0", 0)).closing())
			.withMessageContaining("must be a loopback address")
			.withMessageContaining("0.0.0.0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Adversary.at(InetSocketAddress.createUnresolved("node.redis.test", 7000)).closing())
			.withMessageContaining("node.redis.test");
	}

	@Test
	void anAddressInUseIsNamed() throws IOException {
		try (ServerSocket owner = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			InetSocketAddress taken = (InetSocketAddress) owner.getLocalSocketAddress();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> Adversary.at(taken).closing())
				.withMessageContaining("Cannot listen at " + taken);
		}
	}

	private static Jedis connect(Adversary adversary) {
		return new Jedis(adversary.address().getAddress().getHostAddress(), adversary.address().getPort());
	}

	private static Socket dial(Adversary adversary) throws IOException {
		Socket socket = new Socket(adversary.address().getAddress(), adversary.address().getPort());
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
