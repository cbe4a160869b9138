package io.github.jedistopology.internal.jedis;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.KeyValue;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.internal.connection.Dialer.Dial;
import io.github.jedistopology.internal.connection.NodeConnection;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Resp3Connection}, and for what {@link ClusterDialer} does to get one.
 */
@Timeout(60)
class Resp3ConnectionTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Reply INVALIDATION = Reply.array(Reply.bulk("key"));

	private @Nullable Adversary node;

	@AfterEach
	void stop() {
		if (this.node != null) {
			this.node.close();
		}
	}

	@Test
	void asksForResp3WhenItLogsIn() {
		Connection connection = dial(new DefaultRedisCredentials("user", "pass"), (command) -> null);
		assertThat(connection.getRedisProtocol()).isEqualTo(RedisProtocol.RESP3);
		assertThat(this.node.commandsNamed("HELLO")).isEqualTo(1);
		assertThat(this.node.commandsNamed("AUTH")).as("a part of HELLO").isZero();
	}

	@Test
	void sourcesAreAskedInResp2() {
		this.node = Adversary.at(new InetSocketAddress("127.0.0.1", 0)).answering(Answers.courtesies());
		ClusterDialer dialer = new ClusterDialer(TestSettings.resp3(null), System::nanoTime, (address) -> false);
		assertThat(dialer.dialSource(toNode(), (socket) -> {
		}).ping()).isTrue();
		assertThat(this.node.commandsNamed("HELLO")).isZero();
	}

	@Test
	void aPushDoesNotPassForAReply() {
		Connection connection = dial(null, (command) -> command.get(0).equals("GET")
				? Reply.bulk(command.get(1)).afterPush(Reply.bulk("invalidate"), INVALIDATION) : null);
		for (String key : List.of("a", "b", "c")) {
			connection.sendCommand(Command.GET, key);
			assertThat(connection.getBulkReply()).isEqualTo(key);
		}
		connection.sendCommand(Command.GET, "d");
		connection.sendCommand(Command.GET, "e");
		assertThat(connection.getMany(2)).containsExactly(SafeEncoder.encode("d"), SafeEncoder.encode("e"));
	}

	@Test
	void aPushDoesNotHideAnError() {
		Connection connection = dial(null, (command) -> command.get(0).equals("GET")
				? Reply.error("WRONGTYPE no").afterPush(Reply.bulk("invalidate"), INVALIDATION) : null);
		connection.sendCommand(Command.GET, "a");
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(connection::getBulkReply)
			.withMessage("WRONGTYPE no");
		assertThat(connection.ping()).isTrue();
	}

	@Test
	void aSubscriberHearsItsMessages() {
		Connection connection = dial(null, (command) -> command.get(0).equals("SUBSCRIBE")
				? Reply.ok().afterPush(Reply.bulk("subscribe"), Reply.bulk("news"), Reply.integer(1)) : null);
		connection.sendCommand(Command.SUBSCRIBE, "news");
		assertThat(connection.getOne()).asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly(SafeEncoder.encode("subscribe"), SafeEncoder.encode("news"), 1L);
	}

	@Test
	void aTextComesWithoutItsFormat() {
		Connection connection = dial(null,
				(command) -> command.get(0).equals("INFO") ? Reply.verbatim("role:master") : null);
		connection.sendCommand(Command.INFO);
		assertThat(connection.getBulkReply()).isEqualTo("role:master");
	}

	/** In the reply to EXEC, for example. */
	@Test
	void aTextAmongOtherRepliesComesWithoutItsFormat() {
		Reply text = Reply.verbatim("text");
		Connection connection = dial(null,
				(command) -> command.get(0).equals("EXEC") ? Reply.array(text, Reply.array(text, Reply.nil()),
						Reply.error("ERR no"), Reply.integer(1), Reply.map(Reply.bulk("key"), text), Reply.set(text))
						: null);
		connection.sendCommand(Command.EXEC);
		List<Object> replies = connection.getObjectMultiBulkReply();
		assertThat(replies.remove(2)).asInstanceOf(InstanceOfAssertFactories.throwable(JedisDataException.class))
			.hasMessage("ERR no");
		assertThat(SafeEncoder.encodeObject(replies)).isEqualTo(List.of("text", Arrays.asList("text", null), 1L,
				List.of(new KeyValue<>("key", "text")), List.of("text")));
		assertThat(connection.ping()).isTrue();
	}

	@Test
	void emptyAndMissingCollectionsStayWhatTheyAre() {
		Connection connection = dial(null,
				(command) -> command.get(0).equals("EXEC")
						? Reply.array(Reply.array(), Reply.map(), Reply.set(), Reply.raw(SafeEncoder.encode("*-1\r\n")))
						: null);
		connection.sendCommand(Command.EXEC);
		assertThat(connection.getObjectMultiBulkReply()).containsExactly(List.of(), List.of(), List.of(), null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "NOPROTO unsupported protocol version", "ERR unknown command 'HELLO'",
			"ERR unknown command `hello`, with args beginning with: `3`" })
	void aNodeThatKnowsNoResp3IsNamed(String error) {
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> dial(null, refusing(error)))
			.withMessageStartingWith(toNode().endpoint() + " does not speak RESP3: ")
			.withMessageEndingWith(". Expected Redis 6 or later, or protocol to be RESP2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "WRONGPASS invalid username-password pair",
			"NOPERM this user has no permissions to run the 'hello' command" })
	void aRefusedLoginIsTheLoginsFault(String error) {
		assertThatExceptionOfType(JedisAccessControlException.class)
			.isThrownBy(() -> dial(new DefaultRedisCredentials("user", "pass"), refusing(error)))
			.withMessage(error);
	}

	private static Answers refusing(String error) {
		return (command) -> command.get(0).equals("HELLO") ? Reply.error(error) : null;
	}

	private Connection dial(@Nullable RedisCredentials credentials, Answers answers) {
		Answers hello = (command) -> command.get(0).equals("HELLO") ? Reply.map(Reply.bulk("server"),
				Reply.bulk("redis"), Reply.bulk("version"), Reply.bulk("7.0.15"), Reply.bulk("proto"), Reply.integer(3))
				: null;
		this.node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
			.answering(answers.or(hello).or(Answers.courtesies()));
		NodeConnection connection = new ClusterDialer(TestSettings.resp3(credentials), System::nanoTime,
				(address) -> false)
			.dial(toNode(), (socket) -> {
			});
		return connection.jedis();
	}

	private Dial toNode() {
		return new Dial(new HostAndPort("127.0.0.1", this.node.address().getPort()), null, LONG, LONG);
	}

}
