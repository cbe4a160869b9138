package io.github.jedistopology.internal.connection;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

import io.github.jedistopology.internal.connection.Dialer.Dial;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.ViewConnection;
import io.github.jedistopology.internal.view.ViewConnection.ErrorReply;
import io.github.jedistopology.internal.view.ViewException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DialedViewConnection}.
 */
class DialedViewConnectionTests {

	private static final HostAndPort CONFIGURATION_ENDPOINT = new HostAndPort("cfg.example.com", 6379);

	private final FakeDialer dialer = new FakeDialer();

	private final FakeNode node = this.dialer.node(CONFIGURATION_ENDPOINT);

	private final ViewConnection connection = connection(this.dialer::dial, Source.node(CONFIGURATION_ENDPOINT));

	@Test
	void dialsAtTheFirstCallAndOnlyThen() {
		assertThat(this.dialer.dials()).isEmpty();
		this.node.says(() -> SafeEncoder.encode("a")).says(() -> SafeEncoder.encode("b"));
		assertThat(this.connection.call("CLUSTER SHARDS")).containsExactly(SafeEncoder.encode("a"));
		assertThat(this.connection.call("CLUSTER SLOTS")).containsExactly(SafeEncoder.encode("b"));
		assertThat(this.dialer.dials()).hasSize(1);
		assertThat(this.node.received()).containsExactly("CLUSTER", "CLUSTER");
	}

	@Test
	void dialsThePinnedAddressUnderTheNameWithTheTimeoutOfQueries() throws UnknownHostException {
		InetAddress address = InetAddress.getByName("127.0.0.9");
		connection(this.dialer::dial, new Source(CONFIGURATION_ENDPOINT, address)).call("PING");
		Duration timeout = TestSettings.defaults().timeouts().topologyQuery();
		assertThat(this.dialer.dials())
			.containsExactly(new Dialer.Dial(CONFIGURATION_ENDPOINT, address, timeout, timeout));
	}

	@Test
	void anErrorReplyIsToldApartFromNoReply() {
		this.node.fails(() -> new JedisDataException("ERR unknown subcommand")).says(() -> null).says(() -> 7L);
		assertThat(this.connection.call("CLUSTER SHARDS", "CLUSTER NODES", "PING")).satisfiesExactly(
				(error) -> assertThat(error).isInstanceOf(ErrorReply.class)
					.hasToString(ErrorReply.class.getName() + ": answered with an error: ERR unknown subcommand"),
				(reply) -> assertThat(reply).isNull(), (reply) -> assertThat(reply).isEqualTo(7L));
		this.node.fails(() -> new JedisConnectionException("Unexpected end of stream."));
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> this.connection.call("CLUSTER SLOTS"))
			.isNotInstanceOf(ErrorReply.class)
			.withMessage("Unexpected end of stream.");
	}

	@Test
	void saysWhyADialFailed() {
		this.node.dialsFail(() -> new JedisConnectionException("no", new UnknownHostException("cfg.example.com")));
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> this.connection.call("CLUSTER SHARDS"))
			.withMessage("unknown host");
		this.node.dialsFail(() -> new JedisAccessControlException("WRONGPASS invalid username-password pair"));
		assertThatExceptionOfType(ErrorReply.class).isThrownBy(() -> this.connection.call("CLUSTER SHARDS"))
			.withMessage("answered with an error: WRONGPASS invalid username-password pair");
	}

	@Test
	void anyFailureOfADialIsAReason() {
		this.node.dialsFail(() -> new ClassCastException("Long is not byte[]"));
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> this.connection.call("CLUSTER SHARDS"))
			.withMessage("sent a reply that makes no sense: Long is not byte[]");
	}

	@Test
	void closingItClosesTheSocketOfADialThatIsUnderWay() {
		Socket socket = new Socket();
		ViewConnection[] dialling = new ViewConnection[1];
		dialling[0] = connection((dial, opened) -> {
			opened.accept(socket);
			dialling[0].close();
			throw new JedisConnectionException("Socket closed");
		}, Source.node(CONFIGURATION_ENDPOINT));
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> dialling[0].call("PING"));
		assertThat(socket.closed).isTrue();
	}

	@Test
	void closingItBeforeTheSocketOpensClosesThatSocket() {
		Socket socket = new Socket();
		ViewConnection closed = connection((dial, opened) -> {
			opened.accept(socket);
			throw new JedisConnectionException("Socket closed");
		}, Source.node(CONFIGURATION_ENDPOINT));
		closed.close();
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> closed.call("PING"));
		assertThat(socket.closed).isTrue();
	}

	private static ViewConnection connection(BiFunction<Dial, Consumer<Closeable>, NodeConnection> dialer,
			Source source) {
		return DialedViewConnection.factory(dialer, TestSettings.defaults()).apply(source);
	}

	private static final class Socket implements Closeable {

		private boolean closed;

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
