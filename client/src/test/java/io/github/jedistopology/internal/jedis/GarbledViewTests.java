package io.github.jedistopology.internal.jedis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

import io.github.jedistopology.AddressMapper;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.connection.DialedViewConnection;
import io.github.jedistopology.internal.connection.TestSettings;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;
import io.github.jedistopology.internal.view.ViewException;
import io.github.jedistopology.internal.view.ViewQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever bytes a source sends, they are a view or a reason why there is none. Recorded
 * replies are changed at random; the numbers are always the same.
 */
class GarbledViewTests {

	private static final int CHANGES = 400;

	private static final Source SOURCE = Source.node(new HostAndPort("10.0.0.9", 7000));

	private static final JedisClientConfig SILENT = DefaultJedisClientConfig.builder()
		.clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
		.build();

	@ParameterizedTest
	@MethodSource("recordings")
	void changedReplyIsAViewOrAReason(Path recording) throws IOException {
		byte[] recorded = Files.readAllBytes(recording);
		int views = 0;
		for (int seed = 0; seed < CHANGES; seed++) {
			try {
				View view = ask(change(recorded, new Random(seed)));
				assertThatCode(() -> Topology.of(1, Instant.EPOCH, view.shards())).doesNotThrowAnyException();
				views++;
			}
			catch (ViewException ex) {
				assertThat(ex.getMessage()).hasSizeBetween(1, 400).doesNotContainPattern("\\p{Cntrl}");
			}
			catch (RuntimeException | Error ex) {
				fail("Change %d of %s".formatted(seed, recording), ex);
			}
		}
		assertThat(views).isLessThan(CHANGES);
	}

	static Stream<Path> recordings() throws IOException {
		return Files.walk(Path.of("src/test/resources/views")).filter(Files::isRegularFile);
	}

	/** One to four changes of the kinds that networks, proxies and bugs make. */
	private static byte[] change(byte[] bytes, Random random) {
		byte[] changed = bytes;
		for (int i = random.nextInt(4); i >= 0; i--) {
			int at = random.nextInt(changed.length + 1);
			int length = Math.min(random.nextInt(20), changed.length - at);
			byte[] garbage = new byte[random.nextInt(4)];
			random.nextBytes(garbage);
			changed = switch (random.nextInt(6)) {
				case 0 -> splice(changed, at, 0, garbage);
				case 1 -> splice(changed, at, length, garbage);
				case 2 -> splice(changed, at, length, new byte[0]);
				case 3 -> splice(changed, at, 0, splice(changed, 0, at, new byte[0]));
				case 4 -> splice(changed, at, changed.length - at, new byte[] { '\n' });
				default -> splice(changed, at, Math.min(1, length), new byte[] { (byte) ('0' + random.nextInt(10)) });
			};
		}
		return changed;
	}

	private static byte[] splice(byte[] bytes, int at, int length, byte[] insertion) {
		ByteArrayOutputStream spliced = new ByteArrayOutputStream();
		spliced.write(bytes, 0, at);
		spliced.writeBytes(insertion);
		spliced.write(bytes, at + length, bytes.length - at - length);
		return spliced.toByteArray();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "$2147483647\r\n", "*1000000000\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n",
			"+OK\r\n+OK\r\n", "-MOVED\r\n-MOVED x y\r\n-ASK 1 2\r\n", "-LOADING a\r\n-LOADING b\r\n-LOADING c\r\n",
			"*0\r\n$0\r\n\r\n", "*-1\r\n$-1\r\n", "*0\r\n-NOPERM\r\n" })
	void whatIsNoViewHasAReason(String reply) {
		assertThatExceptionOfType(ViewException.class).isThrownBy(() -> ask(reply.getBytes()));
	}

	@Test
	void unchangedReplyIsAView() throws IOException {
		assertThat(ask(Files.readAllBytes(Path.of("src/test/resources/views/7.0/settled.resp"))).epochs()).hasSize(3);
		assertThat(ask(Files.readAllBytes(Path.of("src/test/resources/views/6.2/settled.resp"))).epochs()).hasSize(3);
	}

	private static View ask(byte[] replies) {
		return new ViewQuery(false, AddressMapper.IDENTITY)
			.ask(SOURCE,
					DialedViewConnection.factory((dial, opened) -> new SourceConnection(
							() -> new SourceConnectionTests.Canned(replies, OutputStream.nullOutputStream()), SILENT),
							TestSettings.defaults())
						.apply(SOURCE));
	}

}
