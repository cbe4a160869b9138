package io.github.jedistopology.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.scenario.RedirectingCluster.Arrival;
import io.github.jedistopology.scenario.RedirectingCluster.Node;
import io.github.jedistopology.testkit.adversary.Reply;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every public method of {@link RedisClusterClient} that sends a command with a key: the
 * command meets {@code MOVED}, then {@code ASK}, and ends at the right node with the
 * right reply, in RESP2 and in RESP3. The methods are found by reflection and counted, so
 * that those which a later Jedis adds do not pass unseen.
 */
class EveryCommandTests {

	private static final Map<RedisProtocol, Rehearsal> rehearsals = new EnumMap<>(RedisProtocol.class);

	private static final Map<RedisProtocol, RedirectingCluster> clusters = new EnumMap<>(RedisProtocol.class);

	private static final Map<RedisProtocol, JedisTopology> clients = new EnumMap<>(RedisProtocol.class);

	@BeforeAll
	static void start() {
		for (RedisProtocol protocol : RedisProtocol.values()) {
			rehearsals.put(protocol, new Rehearsal(protocol));
			clusters.put(protocol, new RedirectingCluster());
			clients.put(protocol, client(clusters.get(protocol), protocol));
		}
	}

	private static JedisTopology client(RedirectingCluster cluster, RedisProtocol protocol) {
		return JedisTopology.builder().endpoints(cluster.endpoint()).protocol(protocol).build();
	}

	@AfterAll
	static void stop() {
		clients.values().forEach(JedisTopology::close);
		clusters.values().forEach(RedirectingCluster::close);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void commandEndsWhereItIsRedirectedTo(Call call) throws IllegalAccessException {
		Rehearsal.Command command = rehearsals.get(call.protocol()).commandOf(call.method(), call.key());
		assertThat(command.slots()).as("slots of %s", call).containsExactly(call.slot());
		assertThat(command.broadcast()).as("%s is broadcast", call).isFalse();
		assertThatItEndsWhereItIsRedirectedTo(call, command, clusters.get(call.protocol()),
				clients.get(call.protocol()));
	}

	static Stream<Call> commandEndsWhereItIsRedirectedTo() {
		return Arrays.stream(RedisProtocol.values()).flatMap((protocol) -> calls(null, protocol));
	}

	/**
	 * Each with a client of its own, which knows one primary only: the choice is clear.
	 */
	@ParameterizedTest(name = "{0}")
	@MethodSource
	void commandWithHiddenKeyEndsWhereItIsRedirectedTo(Call call) throws IllegalAccessException {
		try (RedirectingCluster cluster = new RedirectingCluster();
				JedisTopology client = client(cluster, call.protocol())) {
			Rehearsal.Command command = rehearsals.get(call.protocol()).commandOf(call.method(), call.key());
			assertThat(command.slots()).as("slots of %s", call).isEmpty();
			assertThatItEndsWhereItIsRedirectedTo(call, command, cluster, client);
		}
	}

	static Stream<Call> commandWithHiddenKeyEndsWhereItIsRedirectedTo() {
		return calls(Exclusion.HIDDEN_KEY);
	}

	private static void assertThatItEndsWhereItIsRedirectedTo(Call call, Rehearsal.Command command,
			RedirectingCluster cluster, JedisTopology client) throws IllegalAccessException {
		Rehearsal.Outcome outcome = rehearsals.get(call.protocol()).outcomeOf(call.method(), call.key(), call.number());
		cluster.expect(call.slot(), outcome.reply());
		Object value = call.on(client.client());
		assertThat(PlainValue.of(value)).as("value of %s", call).isEqualTo(PlainValue.of(outcome.value()));
		List<Arrival> arrivals = cluster.arrivals();
		assertThat(arrivals).as("path of %s", call)
			.extracting(Arrival::node)
			.containsExactly(Node.FIRST, Node.SECOND, Node.THIRD, Node.THIRD);
		assertThat(arrivals).as("commands of %s", call)
			.extracting(Arrival::command)
			.containsExactly(command.words(), command.words(), List.of("ASKING"), command.words());
		assertThat(arrivals.get(3).connection()).as("connection of %s", call).isSameAs(arrivals.get(2).connection());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void commandWithoutKeyHasNone(Call call) {
		Rehearsal.Command command = rehearsals.get(call.protocol()).commandOf(call.method(), call.key());
		Exclusion exclusion = Exclusion.of(call.method());
		assertThat(command.broadcast()).as("%s %s", call, exclusion).isEqualTo(exclusion == Exclusion.BROADCAST);
		assertThat(command.broadcast() || command.slots().isEmpty()).as("%s %s", call, exclusion).isTrue();
	}

	static Stream<Call> commandWithoutKeyHasNone() {
		return Stream.concat(calls(Exclusion.NO_KEY), calls(Exclusion.BROADCAST));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void commandThatClustersDoNotHaveIsRefused(Call call) {
		assertThatException().as("%s %s", call, Exclusion.NOT_IN_A_CLUSTER)
			.isThrownBy(() -> rehearsals.get(call.protocol()).commandOf(call.method(), call.key()))
			.isInstanceOfAny(UnsupportedOperationException.class, IllegalArgumentException.class);
	}

	static Stream<Call> commandThatClustersDoNotHaveIsRefused() {
		return calls(Exclusion.NOT_IN_A_CLUSTER);
	}

	/** It would be sent on any connection that happens to be free. */
	@ParameterizedTest(name = "{0}")
	@MethodSource
	void commandAboutItsConnectionIsNotSent(Call call) {
		RedirectingCluster cluster = clusters.get(call.protocol());
		cluster.expect(call.slot(), Reply.integer(1));
		assertThatThrownBy(() -> call.on(clients.get(call.protocol()).client())).as("%s", call)
			.hasCauseInstanceOf(JedisException.class);
		assertThat(cluster.arrivals()).as("path of %s", call).isEmpty();
	}

	static Stream<Call> commandAboutItsConnectionIsNotSent() {
		return calls(Exclusion.CONNECTION_BOUND);
	}

	/** Another version of Jedis may have others: then see what it has added. */
	@Test
	void noMethodIsForgotten() {
		Map<String, Long> counts = methods().map(Exclusion::of)
			.collect(Collectors.groupingBy((exclusion) -> (exclusion != null) ? exclusion.name() : "REDIRECTED",
					Collectors.counting()));
		assertThat(counts).containsExactlyInAnyOrderEntriesOf(switch (JedisLine.current()) {
			case SEVEN ->
				Map.of("REDIRECTED", 918L, "HIDDEN_KEY", 4L, "NO_KEY", 53L, "BROADCAST", 35L, "CONNECTION_BOUND", 4L,
						"NOT_IN_A_CLUSTER", 9L, "ITERATES", 5L, "SUBSCRIBES", 6L, "SENDS_NOTHING", 14L);
			case EIGHT -> Map.ofEntries(entry("REDIRECTED", 998L), entry("HIDDEN_KEY", 4L), entry("NO_KEY", 70L),
					entry("BROADCAST", 39L), entry("CONNECTION_BOUND", 4L), entry("NOT_IN_A_CLUSTER", 8L),
					entry("ITERATES", 6L), entry("SUBSCRIBES", 6L), entry("SENDS_NOTHING", 14L), entry("PREPARES", 2L),
					entry("INCOMPLETE_SAMPLE", 4L));
		});
	}

	private static Stream<Call> calls(Exclusion exclusion) {
		return calls(exclusion, RedisProtocol.RESP2);
	}

	private static Stream<Call> calls(@Nullable Exclusion exclusion, RedisProtocol protocol) {
		List<Method> methods = methods().filter((method) -> Exclusion.of(method) == exclusion).toList();
		List<String> keys = keysOfDifferentSlots(methods.size());
		return IntStream.range(0, methods.size())
			.mapToObj((i) -> new Call(methods.get(i), keys.get(i), 2 + i, protocol));
	}

	private static Stream<Method> methods() {
		return Arrays.stream(RedisClusterClient.class.getMethods())
			.filter((method) -> method.getDeclaringClass() != Object.class && !method.isSynthetic())
			.sorted(Comparator.comparing(EveryCommandTests::signature));
	}

	static String signature(Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", method.getName() + "(", ")"));
	}

	private static List<String> keysOfDifferentSlots(int count) {
		Set<Integer> slots = new HashSet<>();
		return IntStream.iterate(0, (i) -> i + 1)
			.mapToObj((i) -> "{" + i + "}")
			.filter((key) -> slots.add(JedisClusterCRC16.getSlot(key)))
			.limit(count)
			.toList();
	}

	/**
	 * A call of a method.
	 *
	 * @param method the method
	 * @param key its key
	 * @param number what its reply is made of
	 * @param protocol what the client speaks
	 */
	record Call(Method method, String key, int number, RedisProtocol protocol) {

		int slot() {
			return JedisClusterCRC16.getSlot(this.key);
		}

		Object on(RedisClusterClient client) throws IllegalAccessException {
			try {
				return this.method.invoke(client, SampleArguments.of(this.method, this.key));
			}
			catch (InvocationTargetException ex) {
				throw new AssertionError("%s failed: %s".formatted(this, ex.getCause()), ex.getCause());
			}
		}

		@Override
		public String toString() {
			return "%s in %s".formatted(signature(this.method), this.protocol);
		}

	}

}
