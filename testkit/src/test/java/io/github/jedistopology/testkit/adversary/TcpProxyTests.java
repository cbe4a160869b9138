package io.github.jedistopology.testkit.adversary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TcpProxy}, in front of a server that counts what it executes.
 */
class TcpProxyTests {

	private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	private static final byte[] PING = bytes("*1\r\n$4\r\nPING\r\n");

	private static final byte[] PONG = bytes("+PONG\r\n");

	private static final byte[] INCR = bytes("*2\r\n$4\r\nINCR\r\n$3\r\nkey\r\n");

	private static final byte[] ANSWER = bytes("$11\r\nincremented\r\n");

	private static final Answers SCRIPT = Answers.courtesies().or(Answers.always(Reply.bulk("incremented")));

	private final Adversary server = Adversary.at(ANYWHERE).answering(SCRIPT);

	private final TcpProxy proxy = TcpProxy.to(this.server.address(), ANYWHERE);

	@AfterEach
	void close() {
		this.proxy.close();
		this.server.close();
	}

	@Test
	void bytesPassBothWaysAndAreCounted() throws IOException {
		try (Socket socket = dial(); Socket another = dial()) {
			assertThat(ask(socket, PING, PONG.length)).isEqualTo(PONG);
			assertThat(ask(another, INCR, ANSWER.length)).isEqualTo(ANSWER);
			assertThat(ask(socket, INCR, ANSWER.length)).isEqualTo(ANSWER);
		}
		assertThat(this.proxy.connections()).isEqualTo(2);
		assertThat(this.proxy.bytes(Direction.REQUESTS)).isEqualTo(PING.length + 2 * INCR.length);
		assertThat(this.proxy.bytes(Direction.REPLIES)).isEqualTo(PONG.length + 2 * ANSWER.length);
		assertThat(this.proxy.cuts()).isZero();
	}

	@Test
	void aRequestIsCutAfterExactlySoManyBytes() throws Exception {
		for (int bytes = 0; bytes <= INCR.length; bytes++) {
			CompletableFuture<byte[]> arrived = new CompletableFuture<>();
			try (Listener recorder = new Listener(ANYWHERE, InstantSource.system(),
					(socket) -> arrived.complete(socket.getInputStream().readAllBytes()));
					TcpProxy proxy = TcpProxy.to(recorder.address(), ANYWHERE);
					Socket socket = dial(proxy)) {
				proxy.inflict(Fault.cut(Direction.REQUESTS, bytes).atNext("INCR"));
				socket.getOutputStream().write(PING);
				socket.getOutputStream().write(INCR);
				assertReset(socket);
				assertThat(arrived.thenApply(TcpProxyTests::text)).succeedsWithin(Duration.ofSeconds(10))
					.isEqualTo(text(PING) + text(INCR).substring(0, bytes));
				assertThat(proxy.cuts()).isEqualTo(1);
			}
		}
	}

	@Test
	void aRequestIsExecutedOnlyIfAllOfItHasPassed() throws IOException {
		for (int bytes = 0; bytes <= INCR.length; bytes++) {
			try (Socket socket = dial()) {
				assertThat(ask(socket, PING, PONG.length)).isEqualTo(PONG);
				this.proxy.inflict(Fault.cut(Direction.REQUESTS, bytes));
				socket.getOutputStream().write(INCR);
				assertReset(socket);
				this.proxy.heal();
			}
		}
		await().untilAsserted(() -> assertThat(this.server.commandsNamed("INCR")).isEqualTo(1));
	}

	@Test
	void aReplyIsCutAfterExactlySoManyBytes() throws IOException {
		for (int bytes = 0; bytes <= ANSWER.length; bytes++) {
			this.proxy.inflict(Fault.cut(Direction.REPLIES, bytes).atNext("INCR"));
			try (Socket socket = dial()) {
				assertThat(ask(socket, PING, PONG.length)).isEqualTo(PONG);
				assertThat(ask(socket, INCR, bytes)).asString().isEqualTo(text(ANSWER).substring(0, bytes));
				assertReset(socket);
				assertThat(this.server.commandsNamed("INCR")).isEqualTo(bytes + 1);
				assertThat(this.proxy.cuts()).isEqualTo(bytes + 1);
			}
		}
	}

	@Test
	void aFaultAtTheNextCommandSparesAllOthers() throws IOException {
		this.proxy.inflict(Fault.cut(Direction.REPLIES, 0).atNext("incr"));
		try (Socket first = dial(); Socket second = dial()) {
			assertThat(ask(second, PING, PONG.length)).isEqualTo(PONG);
			first.getOutputStream().write(INCR);
			assertReset(first);
			assertThat(ask(second, INCR, ANSWER.length)).isEqualTo(ANSWER);
		}
	}

	@Test
	void aFaultAtEveryCommandHitsEachConnection() throws IOException {
		this.proxy.inflict(Fault.cut(Direction.REPLIES, 0).atEvery("INCR"));
		for (int i = 0; i < 2; i++) {
			try (Socket socket = dial()) {
				assertThat(ask(socket, PING, PONG.length)).isEqualTo(PONG);
				socket.getOutputStream().write(INCR);
				assertReset(socket);
			}
		}
	}

	@Test
	void aCommandIsRecognizedHoweverItsBytesCome() throws IOException {
		this.proxy.inflict(Fault.cut(Direction.REQUESTS, 3).atNext("INCR"));
		try (Socket socket = dial()) {
			socket.setTcpNoDelay(true);
			for (byte b : PING) {
				socket.getOutputStream().write(b);
			}
			assertThat(socket.getInputStream().readNBytes(PONG.length)).isEqualTo(PONG);
			int name = text(INCR).indexOf("INCR") + 4;
			for (int i = 0; i < name; i++) {
				socket.getOutputStream().write(INCR[i]);
			}
			assertReset(socket);
		}
		assertThat(this.proxy.bytes(Direction.REQUESTS)).isEqualTo(PING.length + 3);
	}

	@Test
	void aFaultForNewConnectionsSparesThoseThatExist() throws IOException {
		try (Socket before = dial()) {
			assertThat(ask(before, PING, PONG.length)).isEqualTo(PONG);
			this.proxy.inflictOnNew(Fault.cut(Direction.REQUESTS, 0));
			try (Socket after = dial()) {
				after.getOutputStream().write(INCR);
				assertReset(after);
			}
			assertThat(ask(before, INCR, ANSWER.length)).isEqualTo(ANSWER);
		}
	}

	@Test
	void swallowedRepliesAreThoseOfExecutedCommands() throws IOException {
		this.proxy.inflict(Fault.swallow(Direction.REPLIES).atNext("INCR"));
		try (Socket socket = dial(); Socket another = dial()) {
			socket.getOutputStream().write(INCR);
			await().untilAsserted(() -> assertThat(this.server.commandsNamed("INCR")).isEqualTo(1));
			assertSilent(socket);
			this.proxy.heal();
			socket.getOutputStream().write(PING);
			await().untilAsserted(() -> assertThat(this.server.commandsNamed("PING")).isEqualTo(1));
			assertSilent(socket);
			assertThat(ask(another, INCR, ANSWER.length)).isEqualTo(ANSWER);
		}
		assertThat(this.proxy.bytes(Direction.REPLIES)).isEqualTo(ANSWER.length);
	}

	@Test
	void aStalledReplyComesWhenTheStallEnds() throws IOException {
		this.proxy.inflict(Fault.stall(Direction.REPLIES));
		try (Socket socket = dial()) {
			socket.getOutputStream().write(INCR);
			await().untilAsserted(() -> assertThat(this.server.commandsNamed("INCR")).isEqualTo(1));
			assertSilent(socket);
			this.proxy.heal();
			assertThat(socket.getInputStream().readNBytes(ANSWER.length)).isEqualTo(ANSWER);
		}
	}

	@Test
	void aStalledRequestIsExecutedLateThoughItsClientHasGone() throws IOException {
		try (Socket socket = dial()) {
			assertThat(ask(socket, PING, PONG.length)).isEqualTo(PONG);
			this.proxy.inflict(Fault.stall(Direction.REQUESTS));
			socket.getOutputStream().write(INCR);
			assertSilent(socket);
		}
		assertThat(this.server.commandsNamed("INCR")).isZero();
		this.proxy.heal();
		await().untilAsserted(() -> assertThat(this.server.commandsNamed("INCR")).isEqualTo(1));
	}

	@Test
	void aDelayedReplyIsLate() throws IOException {
		this.proxy.inflict(Fault.delay(Direction.REPLIES, Duration.ofMillis(200)));
		try (Socket socket = dial()) {
			long start = System.nanoTime();
			assertThat(ask(socket, INCR, ANSWER.length)).isEqualTo(ANSWER);
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
		}
	}

	@Test
	void aDrippingReplyTakesItsTimeForEachByte() throws IOException {
		this.proxy.inflict(Fault.drip(Direction.REPLIES, Duration.ofMillis(10)));
		try (Socket socket = dial()) {
			long start = System.nanoTime();
			assertThat(ask(socket, INCR, ANSWER.length)).isEqualTo(ANSWER);
			assertThat(System.nanoTime() - start)
				.isGreaterThanOrEqualTo(Duration.ofMillis(10).multipliedBy(ANSWER.length).toNanos());
		}
	}

	@Test
	void faultsOfBothDirectionsGoTogether() throws IOException {
		this.proxy.inflict(Fault.delay(Direction.REPLIES, Duration.ofMillis(100)));
		this.proxy.inflict(Fault.delay(Direction.REQUESTS, Duration.ofMillis(100)));
		try (Socket socket = dial()) {
			long start = System.nanoTime();
			assertThat(ask(socket, INCR, ANSWER.length)).isEqualTo(ANSWER);
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
		}
	}

	@Test
	void refusedConnectionsDoNotDisturbThoseThatExist() throws IOException {
		try (Socket socket = dial()) {
			assertThat(ask(socket, PING, PONG.length)).isEqualTo(PONG);
			this.proxy.refuse();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(this::dial);
			assertThat(ask(socket, INCR, ANSWER.length)).isEqualTo(ANSWER);
			this.proxy.heal();
			try (Socket another = dial()) {
				assertThat(ask(another, INCR, ANSWER.length)).isEqualTo(ANSWER);
			}
			assertThat(ask(socket, INCR, ANSWER.length)).isEqualTo(ANSWER);
		}
		assertThat(this.proxy.connections()).isEqualTo(2);
	}

	@Test
	void whatIsClosedIsNotHealed() {
		this.proxy.close();
		this.proxy.heal();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::dial);
	}

	@Test
	void whatIsNotRespPassesAsItIs() throws IOException {
		byte[] request = new byte[100_000];
		new Random(42).nextBytes(request);
		request[0] = 0x16;
		try (Listener echo = new Listener(ANYWHERE, InstantSource.system(),
				(socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));
				TcpProxy proxy = TcpProxy.to(echo.address(), ANYWHERE);
				Socket socket = dial(proxy)) {
			CompletableFuture<byte[]> reply = CompletableFuture.supplyAsync(() -> readAll(socket));
			socket.getOutputStream().write(request);
			socket.shutdownOutput();
			assertThat(reply).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(request);
		}
	}

	@Test
	void aClientThatSendsNoMoreIsStillAnswered() throws IOException {
		try (Socket socket = dial()) {
			socket.getOutputStream().write(INCR);
			socket.shutdownOutput();
			assertThat(readAll(socket)).isEqualTo(ANSWER);
		}
	}

	@Test
	void aTargetThatIsDownShowsAsAReset() throws IOException {
		this.server.close();
		try (Socket socket = dial()) {
			assertReset(socket);
		}
	}

	@Test
	void aTargetThatDiesEndsTheConnection() throws IOException {
		try (Socket socket = dial()) {
			assertThat(ask(socket, PING, PONG.length)).isEqualTo(PONG);
			this.server.close();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void anAddressOfItsOwnHasThePortOfTheTarget() throws IOException {
		try (TcpProxy own = TcpProxy.to(this.server.address())) {
			assertThat(own.address().getPort()).isEqualTo(this.server.address().getPort());
			assertThat(own.address().getAddress().isLoopbackAddress()).isTrue();
			assertThat(own.address()).isNotEqualTo(this.server.address());
			try (Socket socket = dial(own)) {
				assertThat(ask(socket, INCR, ANSWER.length)).isEqualTo(ANSWER);
			}
		}
	}

	@Test
	void addressesThatOthersCanReachAreRefused() {
		InetSocketAddress anybody = new InetSocketAddress("0.0.0.0", 7000);
		assertThatIllegalArgumentException().isThrownBy(() -> TcpProxy.to(anybody))
			.withMessageContaining("target must be a loopback address");
		assertThatIllegalArgumentException().isThrownBy(() -> TcpProxy.to(this.server.address(), anybody))
			.withMessageContaining("address must be a loopback address");
	}

	@Test
	void closeEndsConnectionsAndThreadsWhateverTheyWaitFor() throws IOException {
		this.proxy.inflict(Fault.stall(Direction.REPLIES).atNext("INCR"));
		try (Socket stalled = dial(); Socket idle = dial()) {
			stalled.getOutputStream().write(INCR);
			assertThat(ask(idle, PING, PONG.length)).isEqualTo(PONG);
			await().untilAsserted(() -> assertThat(this.server.commandsNamed("INCR")).isEqualTo(1));
			String threads = "adversary-" + this.proxy.address() + "-";
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> thread.getName().startsWith(threads))
				.hasSize(5);
			this.proxy.close();
			await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().startsWith(threads)));
			assertThatExceptionOfType(ConnectException.class).isThrownBy(this::dial);
		}
	}

	private Socket dial() throws IOException {
		return dial(this.proxy);
	}

	private static Socket dial(TcpProxy proxy) throws IOException {
		Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort());
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static byte[] ask(Socket socket, byte[] request, int replyLength) throws IOException {
		socket.getOutputStream().write(request);
		return socket.getInputStream().readNBytes(replyLength);
	}

	private static void assertReset(Socket socket) {
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().readAllBytes())
			.withMessageContaining("reset");
	}

	private static void assertSilent(Socket socket) throws IOException {
		socket.setSoTimeout(100);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
		socket.setSoTimeout(10_000);
	}

	private static byte[] readAll(Socket socket) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		try (InputStream in = socket.getInputStream()) {
			in.transferTo(all);
			return all.toByteArray();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
