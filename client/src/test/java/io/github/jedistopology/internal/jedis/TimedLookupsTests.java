package io.github.jedistopology.internal.jedis;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.exceptions.JedisConnectionException;

import io.github.jedistopology.HostResolver;
import io.github.jedistopology.internal.connection.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TimedLookups}.
 */
@Timeout(60)
class TimedLookupsTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(20);

	private final ExecutorService threads = new ThreadPoolExecutor(0, 2, 10, TimeUnit.SECONDS,
			new SynchronousQueue<>());

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicInteger lookups = new AtomicInteger();

	@AfterEach
	void release() {
		this.released.countDown();
		this.threads.shutdownNow();
	}

	@Test
	void everyLookUpIsMadeAnew() throws UnknownHostException {
		TimedLookups lookups = new TimedLookups(this::loopback, this.threads, System::nanoTime);
		assertThat(lookups.resolve("a.test", LONG)).containsExactly(InetAddress.getLoopbackAddress());
		await().untilAsserted(() -> {
			lookups.resolve("a.test", LONG);
			assertThat(this.lookups).hasValueGreaterThan(1);
		});
	}

	@Test
	void lookUpThatHangsIsGivenUpAndKeepsOneThread() throws UnknownHostException {
		TimedLookups lookups = new TimedLookups(this::hangsForOne, this.threads, System::nanoTime);
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> lookups.resolve("hangs.test", SHORT))
				.withMessage("The look-up of hangs.test hangs");
		}
		assertThat(this.lookups).hasValue(1);
		assertThat(lookups.resolve("a.test", LONG)).isNotEmpty();
		this.released.countDown();
		await().untilAsserted(() -> assertThat(lookups.resolve("hangs.test", LONG)).isNotEmpty());
	}

	@Test
	void theLastAnswerStandsWhileThereIsNoOther() throws UnknownHostException {
		VirtualTime time = new VirtualTime();
		TimedLookups lookups = new TimedLookups(this::hangsTheSecondTime, this.threads, time);
		List<InetAddress> answer = lookups.resolve("a.test", LONG);
		await().untilAsserted(() -> {
			assertThat(lookups.resolve("a.test", SHORT)).isEqualTo(answer);
			assertThat(this.lookups).hasValue(2);
		});
		time.advance(LONG.dividedBy(4));
		assertThat(lookups.resolve("a.test", LONG)).as("at once").isEqualTo(answer);
		assertThat(this.lookups).hasValue(2);
		this.released.countDown();
		await().untilAsserted(() -> {
			lookups.resolve("a.test", LONG);
			assertThat(this.lookups).hasValueGreaterThan(2);
		});
	}

	@Test
	void theLastAnswerStandsWhileNoThreadIsLeft() throws UnknownHostException {
		TimedLookups lookups = new TimedLookups(this::hangsForOne, this.threads, System::nanoTime);
		List<InetAddress> answer = lookups.resolve("a.test", LONG);
		for (String name : List.of("hangs.test", "hangs-too.test")) {
			await().untilAsserted(() -> assertThatExceptionOfType(JedisConnectionException.class)
				.isThrownBy(() -> lookups.resolve(name, SHORT))
				.withMessageEndingWith(" hangs"));
		}
		assertThat(lookups.resolve("a.test", LONG)).isEqualTo(answer);
	}

	@Test
	void thatThereIsNoSuchNameIsAnAnswer() throws UnknownHostException {
		TimedLookups lookups = new TimedLookups((host) -> {
			if (this.lookups.incrementAndGet() > 1) {
				throw new UnknownHostException("gone");
			}
			return List.of(InetAddress.getLoopbackAddress());
		}, this.threads, System::nanoTime);
		lookups.resolve("a.test", LONG);
		await().untilAsserted(() -> assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> lookups.resolve("a.test", LONG)));
	}

	@Test
	void failuresAreThoseOfTheResolver() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> failing(new UnknownHostException("gone")))
			.withMessage("gone");
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> failing(new IllegalStateException("bug")))
			.withMessage("The look-up of a.test failed")
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void interruptEndsTheWait() {
		TimedLookups lookups = new TimedLookups(this::hangsForOne, this.threads, System::nanoTime);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> lookups.resolve("hangs.test", LONG));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void nothingIsLookedUpAfterTheEnd() {
		this.threads.shutdownNow();
		assertThatExceptionOfType(JedisConnectionException.class)
			.isThrownBy(() -> new TimedLookups(this::loopback, this.threads, System::nanoTime).resolve("a.test", LONG));
	}

	@Test
	void whereNoThreadIsLeftALookUpFailsAtOnceAndIsMadeWhenThereIsOne() {
		TimedLookups lookups = new TimedLookups(this::hangsForOne, this.threads, System::nanoTime);
		for (String name : List.of("hangs.test", "hangs-too.test")) {
			assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> lookups.resolve(name, SHORT))
				.withMessageEndingWith(" hangs");
		}
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(() -> lookups.resolve("a.test", LONG))
				.withMessage("No thread is free for the look-up of a.test");
		}
		this.released.countDown();
		await().ignoreExceptions().untilAsserted(() -> assertThat(lookups.resolve("a.test", LONG)).isNotEmpty());
	}

	@Test
	void anErrorEndsALookUpToo() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> failing(new NoClassDefFoundError("for the test")))
			.withCauseInstanceOf(NoClassDefFoundError.class);
	}

	private void failing(Throwable failure) throws UnknownHostException {
		HostResolver resolver = (host) -> {
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure instanceof UnknownHostException unknown) {
				throw unknown;
			}
			throw (RuntimeException) failure;
		};
		new TimedLookups(resolver, this.threads, System::nanoTime).resolve("a.test", LONG);
	}

	private List<InetAddress> loopback(String host) {
		this.lookups.incrementAndGet();
		return List.of(InetAddress.getLoopbackAddress());
	}

	private List<InetAddress> hangsForOne(String host) {
		this.lookups.incrementAndGet();
		if (host.startsWith("hangs")) {
			hang();
		}
		return List.of(InetAddress.getLoopbackAddress());
	}

	private List<InetAddress> hangsTheSecondTime(String host) {
		if (this.lookups.incrementAndGet() == 2) {
			hang();
		}
		return List.of(InetAddress.getLoopbackAddress());
	}

	private void hang() {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
