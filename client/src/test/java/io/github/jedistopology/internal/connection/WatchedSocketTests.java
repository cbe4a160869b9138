package io.github.jedistopology.internal.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WatchedSocket}. A read time-out that must not hold is longer than a
 * test may take. A write that hangs cannot be interrupted.
 */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class WatchedSocketTests {

	private static final int AN_HOUR = 3_600_000;

	/** So much input at a time is progress. */
	private static final int PIECE = 64 * 1024;

	/** More than the buffers between two sockets take. */
	private static final byte[] HUGE = new byte[64 << 20];

	private final VirtualTime time = new VirtualTime();

	private ServerSocket listener;

	private WatchedSocket socket;

	private Socket server;

	@BeforeEach
	void connect() throws IOException {
		this.listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
		this.socket = new WatchedSocket(this.time);
		this.socket.connect(this.listener.getLocalSocketAddress());
		this.socket.setSoTimeout(AN_HOUR);
		this.server = this.listener.accept();
	}

	@AfterEach
	void close() throws IOException {
		this.socket.close();
		this.server.close();
		this.listener.close();
	}

	// deadlines

	@Test
	void readsBeforeTheDeadline() throws IOException {
		this.socket.begin(this.time.in(Duration.ofNanos(1)));
		serverSays("ab");
		assertThat(this.socket.getInputStream().read()).isEqualTo('a');
		assertThat(this.socket.getInputStream().read(new byte[8])).isEqualTo(1);
	}

	// patience

	@Test
	void aReaderWhoWaitsOnPurposeLooksUpAndReadsOn() throws IOException {
		AtomicInteger looks = new AtomicInteger();
		this.socket.setSoTimeout(0);
		this.socket.await(() -> {
			if (looks.incrementAndGet() == 3) {
				serverSays("ab");
			}
		});
		assertThat(this.socket.getInputStream().read()).isEqualTo('a');
		assertThat(this.socket.getInputStream().read(new byte[8])).isEqualTo(1);
		assertThat(looks).hasValueGreaterThanOrEqualTo(4);
	}

	@Test
	void patienceEndsARead() throws IOException {
		this.socket.setSoTimeout(0);
		AtomicInteger looks = new AtomicInteger();
		this.socket.await(() -> {
			if (looks.incrementAndGet() == 2) {
				throw new SocketException("enough");
			}
		});
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> this.socket.getInputStream().read())
			.withMessage("enough");
	}

	@Test
	void patienceIsForReadsWithoutATimeoutAndForOneExchange() throws IOException {
		Patience none = () -> {
			throw new SocketException("no patience");
		};
		this.socket.await(none);
		serverSays("ab");
		assertThat(this.socket.getInputStream().read()).isEqualTo('a');
		this.socket.end();
		this.socket.setSoTimeout(0);
		assertThat(this.socket.getInputStream().read()).isEqualTo('b');
	}

	@Test
	void noReadBeginsAtTheDeadlineWhateverHasArrived() throws IOException {
		this.socket.begin(this.time.in(Duration.ofMillis(10)));
		serverSays("ab");
		InputStream input = this.socket.getInputStream();
		this.time.advance(Duration.ofMillis(10));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read)
			.withMessage("Deadline exceeded");
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> input.read(new byte[8]))
			.withMessage("Deadline exceeded");
	}

	@Test
	void aReadThatHangsEndsAtTheDeadline() throws IOException {
		this.socket.begin(this.time.in(Duration.ofMillis(2)));
		InputStream input = this.socket.getInputStream();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> input.read(new byte[8]));
	}

	@Test
	void aPartOfAMillisecondIsNotForEver() {
		this.socket.begin(this.time.in(Duration.ofNanos(1)));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.socket.getInputStream().read());
	}

	@Test
	void bytesThatComeOneByOneEndAtTheDeadline() throws IOException {
		this.socket.begin(this.time.in(Duration.ofMillis(1000)));
		serverSays("0123456789");
		InputStream input = this.socket.getInputStream();
		for (int i = 0; i < 4; i++) {
			assertThat(input.read(new byte[1])).isEqualTo(1);
			this.time.advance(Duration.ofMillis(250));
		}
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> input.read(new byte[1]));
	}

	@Test
	void inputInLargePiecesPutsTheDeadlineOff() throws IOException {
		this.socket.begin(this.time.in(Duration.ofSeconds(1)));
		this.socket.expectMuch(Duration.ofSeconds(1).toNanos());
		InputStream input = this.socket.getInputStream();
		for (int i = 0; i < 10; i++) {
			this.time.advance(Duration.ofMillis(900));
			serverSays("x".repeat(PIECE));
			assertThat(input.readNBytes(PIECE)).hasSize(PIECE);
		}
		this.time.advance(Duration.ofSeconds(1));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read)
			.withMessage("Deadline exceeded");
	}

	@Test
	void inputThatDripsPutsNothingOff() throws IOException {
		this.socket.begin(this.time.in(Duration.ofSeconds(1)));
		this.socket.expectMuch(Duration.ofSeconds(1).toNanos());
		serverSays("x".repeat(PIECE - 1));
		InputStream input = this.socket.getInputStream();
		assertThat(input.readNBytes(PIECE - 1)).hasSize(PIECE - 1);
		this.time.advance(Duration.ofSeconds(1));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read);
	}

	@Test
	void theNextExchangeExpectsLittleAgain() throws IOException {
		this.socket.expectMuch(Duration.ofHours(1).toNanos());
		this.socket.begin(this.time.in(Duration.ofSeconds(1)));
		serverSays("x".repeat(PIECE));
		InputStream input = this.socket.getInputStream();
		assertThat(input.readNBytes(PIECE)).hasSize(PIECE);
		this.time.advance(Duration.ofSeconds(1));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read);
	}

	@Test
	void aDeadlineIsPutOffAndNeverBroughtForward() throws IOException {
		this.socket.begin(this.time.in(Duration.ofSeconds(2)));
		this.socket.putOff(Duration.ofSeconds(1).toNanos());
		this.time.advance(Duration.ofMillis(1999));
		this.socket.putOff(Duration.ofSeconds(1).toNanos());
		assertThat(this.socket.progressAt()).isEqualTo(this.time.getAsLong());
		this.time.advance(Duration.ofMillis(999));
		serverSays("a");
		assertThat(this.socket.getInputStream().read()).isEqualTo('a');
		this.time.advance(Duration.ofMillis(1));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.socket.getInputStream().read());
	}

	@Test
	void theReadTimeoutHoldsBeforeTheDeadline() throws IOException {
		this.socket.setSoTimeout(1);
		this.socket.begin(this.time.in(Duration.ofHours(1)));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.socket.getInputStream().read());
	}

	@Test
	void anInfiniteReadTimeoutIsInfinite() throws IOException {
		this.socket.setSoTimeout(0);
		this.socket.begin(this.time.in(Duration.ofMillis(10)));
		this.time.advance(Duration.ofMillis(10));
		serverSays("a");
		assertThat(this.socket.getInputStream().read()).isEqualTo('a');
	}

	@Test
	void onlyTheReadTimeoutHoldsAfterTheEnd() throws IOException {
		this.socket.begin(this.time.in(Duration.ofMillis(10)));
		this.time.advance(Duration.ofMillis(10));
		this.socket.end();
		serverSays("a");
		assertThat(this.socket.getInputStream().read()).isEqualTo('a');
	}

	@Test
	void aReadTimeoutThatADeadlineCutShortIsWholeAgainAfterwards() throws Exception {
		this.socket.begin(this.time.in(Duration.ofNanos(1)));
		InputStream input = this.socket.getInputStream();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read);
		this.socket.end();
		assertThat(this.socket.getSoTimeout()).isEqualTo(AN_HOUR);
		assertWaitsForTheServer(input);
	}

	@Test
	void eachExchangeHasADeadlineOfItsOwn() throws IOException {
		this.socket.begin(this.time.in(Duration.ofMillis(10)));
		this.time.advance(Duration.ofMillis(10));
		this.socket.begin(this.time.in(Duration.ofMillis(10)));
		serverSays("a");
		assertThat(this.socket.getInputStream().read()).isEqualTo('a');
	}

	@Test
	void tellsTheReadTimeoutThatItsUserWants() throws IOException {
		this.socket.begin(this.time.in(Duration.ofMillis(1)));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.socket.getInputStream().read());
		assertThat(this.socket.getSoTimeout()).isEqualTo(AN_HOUR);
		this.socket.setSoTimeout(77);
		assertThat(this.socket.getSoTimeout()).isEqualTo(77);
	}

	// writes, of a server that reads nothing

	@Test
	void aWriteThatHangsEndsAtTheDeadline() throws IOException {
		OutputStream output = this.socket.getOutputStream();
		this.socket.begin(this.time.in(Duration.ofMillis(200)));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> output.write(HUGE))
			.withMessage("Deadline exceeded");
		assertThat(this.socket.isWritten()).isTrue();
		assertThat(this.socket.isClosed()).isTrue();
	}

	@Test
	void manySmallWritesEndAtTheDeadlineToo() throws IOException {
		OutputStream output = this.socket.getOutputStream();
		this.socket.begin(this.time.in(Duration.ofMillis(200)));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> {
			for (int i = 0; i < HUGE.length; i += 8192) {
				output.write(HUGE, i, 8192);
			}
		});
	}

	@Test
	void outsideAnExchangeAWriteThatHangsEndsWithTheReadTimeout() throws IOException {
		this.socket.setSoTimeout(200);
		OutputStream output = this.socket.getOutputStream();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> output.write(HUGE));
	}

	@Test
	void anInfiniteReadTimeoutIsForReadsOnly() throws IOException {
		this.socket.setSoTimeout(200);
		this.socket.setSoTimeout(0);
		OutputStream output = this.socket.getOutputStream();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> output.write(HUGE));
	}

	@Test
	void noLargeWriteBeginsAtTheDeadline() throws IOException {
		OutputStream output = this.socket.getOutputStream();
		this.socket.begin(this.time.in(Duration.ofMillis(10)));
		this.time.advance(Duration.ofMillis(10));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> output.write(HUGE));
		assertThat(this.socket.isWritten()).isFalse();
		assertThat(this.socket.isClosed()).isFalse();
	}

	@Test
	void aLargeWriteThatTheServerReadsLeavesTheSocketOpen() throws Exception {
		this.socket.begin(this.time.in(Duration.ofSeconds(1)));
		byte[] large = new byte[4 << 20];
		CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> serverReads(large.length));
		this.socket.getOutputStream().write(large);
		assertThat(received).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(large);
		await().pollDelay(Duration.ofMillis(1100)).until(() -> !this.socket.isClosed());
	}

	// what was written

	@Test
	void nothingIsWrittenAtFirst() throws IOException {
		assertThat(this.socket.isWritten()).isFalse();
		this.socket.begin(this.time.in(Duration.ofSeconds(1)));
		this.socket.getOutputStream().flush();
		assertThat(this.socket.isWritten()).isFalse();
	}

	@Test
	void oneByteIsWritten() throws IOException {
		OutputStream output = this.socket.getOutputStream();
		output.write('a');
		assertThat(this.socket.isWritten()).isTrue();
		this.socket.begin(this.time.in(Duration.ofSeconds(1)));
		assertThat(this.socket.isWritten()).as("not yet in this exchange").isFalse();
		output.write(new byte[] { 'b', 'c' });
		assertThat(this.socket.isWritten()).isTrue();
		assertThat(this.server.getInputStream().readNBytes(3)).isEqualTo(new byte[] { 'a', 'b', 'c' });
	}

	@Test
	void itStaysWrittenAfterTheEnd() throws IOException {
		this.socket.begin(this.time.in(Duration.ofSeconds(1)));
		this.socket.getOutputStream().write('a');
		this.socket.end();
		assertThat(this.socket.isWritten()).isTrue();
	}

	@Test
	void whatFailedInTheMiddleMayHaveBeenWritten() throws IOException {
		OutputStream output = this.socket.getOutputStream();
		this.socket.close();
		assertThatIOException().isThrownBy(() -> output.write(new byte[8]));
		assertThat(this.socket.isWritten()).isTrue();
	}

	// staleness

	@Test
	void aConnectionOnWhichNothingHappensIsFresh() throws Exception {
		assertThat(this.socket.isStale()).isFalse();
		assertThat(this.socket.getSoTimeout()).isEqualTo(AN_HOUR);
		assertWaitsForTheServer(this.socket.getInputStream());
		assertThat(this.socket.isStale()).isFalse();
	}

	@Test
	void anInfiniteReadTimeoutIsInfiniteAfterALook() throws Exception {
		this.socket.setSoTimeout(0);
		assertThat(this.socket.isStale()).isFalse();
		assertWaitsForTheServer(this.socket.getInputStream());
	}

	@Test
	void aConnectionThatTheServerClosedIsStale() throws IOException {
		this.server.close();
		await().until(this.socket::isStale);
	}

	@Test
	void aConnectionThatTheServerResetIsStale() throws IOException {
		this.server.setSoLinger(true, 0);
		this.server.close();
		await().until(this.socket::isStale);
	}

	@Test
	void aConnectionWithWordsThatNobodyAskedForIsStale() throws IOException {
		serverSays("+OK\r\n");
		await().until(this.socket::isStale);
	}

	@Test
	void aConnectionThatIsClosedOnThisSideIsStale() throws IOException {
		this.socket.close();
		assertThat(this.socket.isStale()).isTrue();
	}

	@Test
	void lookingTakesNoHeedOfADeadlineThatIsOver() {
		this.socket.begin(this.time.in(Duration.ofMillis(-1)));
		assertThat(this.socket.isStale()).isFalse();
	}

	/** A time-out that was left short would end the read before the server speaks. */
	// input

	@Test
	void inputThatHasComeIsReadAsItCame() throws IOException {
		serverSays("abc");
		assertThat(this.socket.awaitInput(AN_HOUR)).isTrue();
		assertThat(this.socket.awaitInput(AN_HOUR)).as("the same byte").isTrue();
		InputStream input = this.socket.getInputStream();
		byte[] bytes = new byte[2];
		assertThat(input.read(bytes)).isEqualTo(1);
		assertThat(bytes).startsWith('a');
		assertThat(input.read()).isEqualTo('b');
		assertThat(this.socket.awaitInput(AN_HOUR)).isTrue();
		assertThat(input.read()).isEqualTo('c');
	}

	@Test
	void inputIsAwaitedForAWhile() throws IOException {
		this.socket.begin(this.time.in(Duration.ofSeconds(1)));
		assertThat(this.socket.awaitInput(1)).isFalse();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> this.socket.awaitInput(AN_HOUR));
		serverSays("a");
		assertThat(waiting.join()).isTrue();
	}

	@Test
	void inputThatDoesNotComeBeforeTheDeadlineWillNotComeAnyMore() throws IOException {
		this.socket.begin(this.time.in(Duration.ofMillis(2)));
		this.time.advance(Duration.ofMillis(2));
		assertThat(this.socket.awaitInput(AN_HOUR)).isTrue();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.socket.getInputStream().read())
			.withMessage("Deadline exceeded");
	}

	/** Its reader was busy elsewhere. */
	@Test
	void inputThatWaitsBeyondTheDeadlineIsRead() throws IOException {
		this.socket.begin(this.time.in(Duration.ofMillis(2)));
		serverSays("ab");
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.socket.awaitInput(1)).isTrue();
		InputStream input = this.socket.getInputStream();
		assertThat(input.read()).isEqualTo('a');
		assertThat(input.read()).isEqualTo('b');
		this.time.advance(Duration.ofMillis(AN_HOUR));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read)
			.withMessage("Deadline exceeded");
	}

	@Test
	void theEndOfTheInputIsSomethingToRead() throws IOException {
		this.server.close();
		assertThat(this.socket.awaitInput(AN_HOUR)).isTrue();
		assertThat(this.socket.getInputStream().read()).isEqualTo(-1);
		this.socket.close();
		assertThat(this.socket.awaitInput(AN_HOUR)).isTrue();
	}

	private void assertWaitsForTheServer(InputStream input) {
		CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> {
			try {
				return input.read();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		await().during(Duration.ofMillis(50)).until(() -> !reading.isDone());
		serverSays("a");
		assertThat(reading).succeedsWithin(Duration.ofSeconds(10)).isEqualTo((int) 'a');
	}

	private byte[] serverReads(int length) {
		try {
			return this.server.getInputStream().readNBytes(length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void serverSays(String text) {
		try {
			this.server.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
