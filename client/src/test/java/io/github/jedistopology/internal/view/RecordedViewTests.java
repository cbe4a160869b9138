package io.github.jedistopology.internal.view;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.NodeHealth;
import io.github.jedistopology.Shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What real nodes said before, during and after changes of their cluster, as
 * {@link ViewRecorder} has recorded it: read together, and each reply alone. Nodes go by
 * their numbers, with the config epoch of primaries.
 */
class RecordedViewTests {

	private static final Source SOURCE = Source.node(new HostAndPort("10.0.0.9", 7000));

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					6.2/settled                          | 1 | '0-5460 1#1 < 4, 10922-16383 3#3 < 6, 5461-10921 2#2 < 5'
					6.2/migrating-seen-by-source         | 1 | '0-5460 1#1 < 4, 10922-16383 3#3 < 6, 5461-10921 2#2 < 5'
					6.2/migrating-seen-by-target         | 2 | '0-5460 1#1 < 4, 10922-16383 3#3 < 6, 5461-10921 2#2 < 5'
					6.2/migrated                         | 1 | '0 5461-10921 2#4 < 5, 1-5460 1#1 < 4, 10922-16383 3#3 < 6'
					6.2/primary-suspected                | 1 | '0 5461-10921 2#4 < 5, 1-5460 1#1 < 4, 10922-16383 3#3 < 6'
					6.2/primary-failed                   | 1 | '0 5461-10921 2 FAILED#4 < 5, 1-5460 1#1 < 4, 10922-16383 3#3 < 6'
					6.2/replica-promoted                 | 1 | '0 5461-10921 5#5, 1-5460 1#1 < 4, 10922-16383 3#3 < 6, 2 FAILED#4'
					6.2/primary-back-as-replica          | 1 | '0 5461-10921 5#5 < 2, 1-5460 1#1 < 4, 10922-16383 3#3 < 6'
					6.2/replica-forgotten                | 1 | '0 5461-10921 5#5, 1-5460 1#1 < 4, 10922-16383 3#3 < 6'
					6.2/forgotten-node-itself            | 2 | '0 5461-10921 5#5 < 2, 1-5460 1#1 < 4, 10922-16383 3#3 < 6'
					6.2/replica-reset                    | 1 | '0 5461-10921 5#5, 1-5460 1#1 < 4, 10922-16383 3#3'
					6.2/primary-failed-for-good          | 1 | '0 5461-10921 5 FAILED#5, 1-5460 1#1 < 4, 10922-16383 3#3'
					6.2/primary-reset                    | 1 | '0 5461-10921 5 FAILED#5, 1-5460 1#1 < 4'
					7.0/settled                          | 1 | '0-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING, 5461-10921 2#2 < 5 LOADING'
					7.0/migrating-seen-by-source         | 1 | '0-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING, 5461-10921 2#2 < 5 LOADING'
					7.0/migrating-seen-by-target         | 2 | '0-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING, 5461-10921 2#2 < 5 LOADING'
					7.0/migrated-not-yet-seen-by-replica | 6 | '0-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING, 5461-10921 2#2 < 5 LOADING'
					7.0/migrated                         | 1 | '0 5461-10921 2#5 < 5 LOADING, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING'
					7.0/hostname-missing                 | 1 | '0 5461-10921 2#5 < 5 LOADING, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING'
					7.0/hostnames                        | 1 | '0 5461-10921 2#5 < 5 LOADING, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING'
					7.0/unknown-endpoint                 | 1 | '0 5461-10921 2#5 < 5 LOADING, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING'
					7.0/tls                              | 1 | '0-5460 1#1, 10922-16383 3#3, 5461-10921 2#2'
					7.0/primary-suspected                | 1 | '0 5461-10921 2#5 < 5 LOADING, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING'
					7.0/primary-failed                   | 1 | '0 5461-10921 2 FAILED#5 < 5 LOADING, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING'
					7.0/replica-promoted                 | 1 | '0 5461-10921 5#6, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING, 2 FAILED#5'
					7.0/primary-back-as-replica          | 1 | '0 5461-10921 5#6 < 2 LOADING, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING'
					7.0/replica-forgotten                | 1 | '0 5461-10921 5#6, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3 < 6 LOADING'
					7.0/replica-reset                    | 1 | '0 5461-10921 5#6, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3'
					7.0/primary-failed-for-good          | 1 | '0 5461-10921 5 FAILED#6, 1-5460 1#1 < 4 LOADING, 10922-16383 3#3'
					7.0/primary-reset                    | 1 | '0 5461-10921 5 FAILED#6, 1-5460 1#1 < 4 LOADING'
					""")
	void shardsAndNodesAreReadTogether(String name, String author, String expected) {
		View view = ask(name, "SHARDS", "NODES");
		assertThat(describe(view)).isEqualTo(expected);
		assertThat(author(view)).isEqualTo(author);
	}

	@ParameterizedTest
	@ValueSource(strings = { "settled", "migrating-seen-by-source", "migrating-seen-by-target",
			"migrated-not-yet-seen-by-replica", "migrated", "hostname-missing", "hostnames", "unknown-endpoint", "tls",
			"primary-suspected", "primary-failed", "replica-promoted", "primary-back-as-replica", "replica-forgotten",
			"forgotten-node-itself", "replica-reset", "primary-failed-for-good", "primary-reset" })
	void eachReplyAloneTellsTheSameOwners(String stage) {
		String name = "7.0/" + stage;
		assertThat(ask(name, "NODES").ownership()).isEqualTo(ask(name, "SHARDS").ownership())
			.isEqualTo(ask(name, "SLOTS").ownership())
			.isEqualTo(ask(name, "SHARDS", "NODES").ownership());
	}

	@ParameterizedTest
	@ValueSource(strings = { "7.0", "6.2" })
	void nodeThatWasResetHasNoView(String version) {
		for (String question : new String[] { "NODES", "SLOTS" }) {
			assertThatExceptionOfType(ViewException.class)
				.isThrownBy(() -> ask(version + "/reset-node-itself", question))
				.withMessage("its view has no slots at a node that has an address");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			settled          | SHARDS,NODES | 127.77.0.2:16379
			settled          | NODES        | 127.77.0.2:16379
			hostnames        | SHARDS,NODES | node-2.redis.test:16379
			hostnames        | SHARDS       | node-2.redis.test:16379
			hostnames        | NODES        | 127.77.0.2:16379
			hostnames        | SLOTS        | node-2.redis.test:16379
			hostname-missing | SHARDS,NODES | 127.77.0.2:16379
			hostname-missing | SHARDS       | 127.77.0.2:16379
			hostname-missing | SLOTS        | 127.77.0.2:16379
			unknown-endpoint | SHARDS,NODES | 10.0.0.9:16379
			unknown-endpoint | SLOTS        | 10.0.0.9:16379
			""")
	void nodesAreWhereClientsShallConnectTo(String stage, String questions, String endpoint) {
		View view = ask("7.0/" + stage, questions.split(","));
		assertThat(view.shards()).extracting(Shard::primary)
			.filteredOn((primary) -> "127.77.0.2".equals(primary.ip()))
			.extracting((primary) -> primary.endpoint().toString())
			.containsExactly(endpoint);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SHARDS,NODES", "SHARDS", "NODES", "SLOTS" })
	void encryptedNodesGoByTheNameOfTheirCertificate(String questions) {
		assertThat(ask("7.0/tls", questions.split(",")).shards())
			.extracting((shard) -> shard.primary().endpoint().getHost())
			.allMatch((host) -> host.endsWith(".redis.test"));
	}

	private static View ask(String name, String... questions) {
		return new ViewQuery(name.endsWith("tls"), AddressMapper.IDENTITY).ask(SOURCE,
				Script.recorded(name, questions));
	}

	private static String describe(View view) {
		return view.shards()
			.stream()
			.map((shard) -> slots(shard) + node(shard.primary()) + "#" + view.epochs().get(shard.primary().id())
					+ shard.replicas()
						.stream()
						.map((node) -> " < " + node(node))
						.sorted()
						.collect(Collectors.joining()))
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private static String slots(Shard shard) {
		return shard.slots().stream().map((range) -> range + " ").collect(Collectors.joining());
	}

	private static String node(ClusterNode node) {
		String health = (node.health() != NodeHealth.ONLINE) ? " " + node.health() : "";
		return number(node) + health;
	}

	private static String number(ClusterNode node) {
		String ip = String.valueOf(node.ip());
		return ip.substring(ip.lastIndexOf('.') + 1);
	}

	private static @Nullable String author(View view) {
		return view.shards()
			.stream()
			.flatMap(Shard::nodes)
			.filter((node) -> node.id().equals(view.author()))
			.map(RecordedViewTests::number)
			.findFirst()
			.orElse(null);
	}

}
