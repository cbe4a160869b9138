package io.github.jedistopology.internal.connection;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

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

	private final List<Dial> dials = new ArrayList<>();

	private final List<String> asked = new ArrayList<>();

	private final ViewConnection connection = connection((dial, opened) -> {
		this.dials.add(dial);
		return (commands) -> {
			this.asked.addAll(commands);
			return new ByteArrayInputStream(new byte[] { 7 });
		};
	}, Source.node(CONFIGURATION_ENDPOINT));

	@Test
	void dialsAtTheFirstQuestionAndOnlyThen() {
		assertThat(this.dials).isEmpty();
		assertThat(this.connection.ask(List.of("CLUSTER SHARDS"), DialedViewConnectionTests::read)).isEqualTo(7);
		assertThat(this.connection.ask(List.of("CLUSTER SLOTS"), DialedViewConnectionTests::read)).isEqualTo(7);
		assertThat(this.dials).hasSize(1);
		assertThat(this.asked).containsExactly("CLUSTER SHARDS", "CLUSTER SLOTS");
	}

	@Test
	void dialsThePinnedAddressUnderTheNameWithTheTimeoutOfQueries() throws UnknownHostException {
		InetAddress address = InetAddress.getByName("127.0.0.9");
		ViewConnection pinned = connection((dial, opened) -> {
			this.dials.add(dial);
			return (commands) -> InputStream.nullInputStream();
		}, new Source(CONFIGURATION_ENDPOINT, address));
		pinned.ask(List.of("PING"), DialedViewConnectionTests::read);
		Duration timeout = TestSettings.defaults().timeouts().topologyQuery();
		assertThat(this.dials).containsExactly(new Dial(CONFIGURATION_ENDPOINT, address, timeout, timeout));
	}

	@Test
	void whatTheReaderSaysIsPassedOn() {
		ViewException garbled = new ViewException("sent something that is no RESP2");
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> this.connection.ask(List.of("CLUSTER SHARDS"), (in) -> {
				throw garbled;
			}))
			.isSameAs(garbled);
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> this.connection.ask(List.of("CLUSTER SHARDS"), (in) -> {
				throw new UncheckedIOException(new SocketTimeoutException("Read timed out"));
			}))
			.isNotInstanceOf(ErrorReply.class)
			.withMessage("timed out");
	}

	@Test
	void saysWhyADialFailed() {
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> ask(new JedisConnectionException("no", new UnknownHostException("cfg.example.com"))))
			.withMessage("unknown host");
		assertThatExceptionOfType(ErrorReply.class)
			.isThrownBy(() -> ask(new JedisAccessControlException("WRONGPASS invalid username-password pair")))
			.withMessage("answered with an error: WRONGPASS invalid username-password pair");
	}

	@Test
	void anyFailureOfADialIsAReason() {
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> ask(new ClassCastException("Long is not byte[]")))
			.withMessage("sent a reply that makes no sense: Long is not byte[]");
	}

	private static void ask(RuntimeException failureOfTheDial) {
		connection((dial, opened) -> {
			throw failureOfTheDial;
		}, Source.node(CONFIGURATION_ENDPOINT)).ask(List.of("PING"), DialedViewConnectionTests::read);
	}

	private static int read(InputStream in) {
		try {
			return in.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> dialling[0].ask(List.of("PING"), DialedViewConnectionTests::read));
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
		assertThatExceptionOfType(ViewException.class)
			.isThrownBy(() -> closed.ask(List.of("PING"), DialedViewConnectionTests::read));
		assertThat(socket.closed).isTrue();
	}

	private static ViewConnection connection(BiFunction<Dial, Consumer<Closeable>, RawConnection> dialer,
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
