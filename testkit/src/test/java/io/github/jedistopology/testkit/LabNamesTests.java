package io.github.jedistopology.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class LabNamesTests {

	private static final String CONFIGURATION_ENDPOINT = "cfg.lab.redis.test";

	private final AtomicLong nanoTime = new AtomicLong(1_000_000_000_000L);

	private final LabNames names = new LabNames(CONFIGURATION_ENDPOINT, this.nanoTime::get);

	private final LabNode one = node(1);

	private final LabNode two = node(2);

	@BeforeEach
	void twoNodes() {
		this.names.add(List.of(this.one, this.two));
		this.names.list(List.of(this.one, this.two));
	}

	@Test
	void nodesHaveTheirAddressAndTheConfigurationEndpointHasAll() throws Exception {
		assertThat(this.names.resolve("node-1.lab.redis.test")).containsExactly(address(1));
		assertThat(this.names.resolve("NODE-2.Lab.redis.test")).containsExactly(address(2));
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).containsExactly(address(1), address(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "192.0.2.7", "::1", "fe80::1" })
	void numericAddressesAreThemselves(String host) throws Exception {
		assertThat(this.names.resolve(host)).containsExactly(InetAddress.getByName(host));
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "node-3.lab.redis.test", "example.org", "example.org:80", "127.0.0",
			"1.2.3.256", "" })
	void otherNamesAreUnknown(String host) {
		assertUnknown(host);
	}

	@Test
	void aRemovedNodesNameVanishesAtOnce() throws Exception {
		this.names.lag(Duration.ofSeconds(5));
		this.names.remove(List.of(this.one));
		assertUnknown("node-1.lab.redis.test");
		assertThat(this.names.resolve("node-2.lab.redis.test")).containsExactly(address(2));
	}

	@Test
	void withoutLagTheConfigurationEndpointListsTheTruth() throws Exception {
		this.names.remove(List.of(this.one));
		this.names.list(List.of(node(3)));
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).containsExactly(address(2), address(3));
	}

	@Test
	void withLagItListsRemovedNodesAndNoNewOnesForThatLong() throws Exception {
		this.names.lag(Duration.ofSeconds(5));
		this.names.remove(List.of(this.one));
		this.names.list(List.of(node(3)));
		this.nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(4999));
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).containsExactly(address(1), address(2));
		this.nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).containsExactly(address(2), address(3));
	}

	@Test
	void lagTakesNothingBackThatWasListedAlready() throws Exception {
		this.names.list(List.of(node(3)));
		this.names.lag(Duration.ofHours(1));
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).hasSize(3);
		this.names.remove(List.of(this.one));
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).hasSize(3);
		this.names.lag(Duration.ZERO);
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).containsExactly(address(2), address(3));
	}

	@Test
	void nodesAtOneAddressAreListedOnceAndAsLongAsOneOfThemIsThere() throws Exception {
		LabNode neighbour = node(2);
		this.names.list(List.of(neighbour));
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).containsExactly(address(1), address(2));
		this.names.remove(List.of(neighbour));
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).containsExactly(address(1), address(2));
	}

	@Test
	void failsUntilRestored() throws Exception {
		this.names.fail(CONFIGURATION_ENDPOINT);
		assertUnknown(CONFIGURATION_ENDPOINT);
		this.names.restore(CONFIGURATION_ENDPOINT);
		assertThat(this.names.resolve(CONFIGURATION_ENDPOINT)).hasSize(2);
	}

	@Test
	void pointsWhereItIsToldUntilRestored() throws Exception {
		this.names.point("node-1.lab.redis.test", List.of(address(9)));
		assertThat(this.names.resolve("node-1.lab.redis.test")).containsExactly(address(9));
		this.names.restore("node-1.lab.redis.test");
		assertThat(this.names.resolve("node-1.lab.redis.test")).containsExactly(address(1));
	}

	@Test
	void hangsUntilRestored() throws Exception {
		this.names.hang(CONFIGURATION_ENDPOINT);
		CompletableFuture<List<InetAddress>> lookup = lookup(CONFIGURATION_ENDPOINT);
		this.names.restore(CONFIGURATION_ENDPOINT);
		assertThat(lookup.get(10, TimeUnit.SECONDS)).hasSize(2);
	}

	@Test
	void hangsUntilClosed() throws Exception {
		this.names.hang(CONFIGURATION_ENDPOINT);
		CompletableFuture<List<InetAddress>> lookup = lookup(CONFIGURATION_ENDPOINT);
		this.names.close();
		assertThat(lookup.get(10, TimeUnit.SECONDS)).hasSize(2);
	}

	@Test
	void aHangingLookupCanBeInterrupted() {
		this.names.hang(CONFIGURATION_ENDPOINT);
		Thread.currentThread().interrupt();
		assertUnknown(CONFIGURATION_ENDPOINT);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void refusesWhatMakesNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.names.lag(Duration.ofSeconds(-1)))
			.withMessageContaining("lag")
			.withMessageContaining("PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> this.names.point("a", List.of()))
			.withMessageContaining("addresses");
	}

	private CompletableFuture<List<InetAddress>> lookup(String host) {
		CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				answer.complete(this.names.resolve(host));
			}
			catch (UnknownHostException ex) {
				answer.completeExceptionally(ex);
			}
		});
		thread.start();
		await().until(() -> thread.getState() == Thread.State.WAITING);
		assertThat(answer).isNotDone();
		return answer;
	}

	private void assertUnknown(String host) {
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> this.names.resolve(host))
			.withMessageStartingWith(host);
	}

	private static LabNode node(int number) {
		return new LabNode("node-" + number, "node-" + number + ".lab.redis.test",
				new NodeAddress("127.9.0." + number, 7000, 7001), "id", null, null);
	}

	private static InetAddress address(int number) throws UnknownHostException {
		return InetAddress.getByName("127.9.0." + number);
	}

}
