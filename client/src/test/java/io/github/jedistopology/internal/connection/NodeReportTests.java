package io.github.jedistopology.internal.connection;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisDataException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NodeReport}.
 */
class NodeReportTests {

	private static final String REPLICA = """
			# Replication\r
			role:slave\r
			master_host:127.0.0.1\r
			master_port:7000\r
			master_link_status:up\r
			master_last_io_seconds_ago:0\r
			master_sync_in_progress:0\r
			slave_read_repl_offset:1234\r
			slave_repl_offset:1200\r
			master_repl_offset:1200\r
			""";

	@Test
	void readsAReplica() {
		assertThat(NodeReport.parse(REPLICA, 5, 7)).isEqualTo(new NodeReport(true, true, 1200, 5, 7));
	}

	@Test
	void readsAPrimary() {
		String primary = """
				# Replication\r
				role:master\r
				connected_slaves:1\r
				slave0:ip=127.0.0.1,port=7001,state=online,offset=42,lag=0\r
				master_repl_offset:56\r
				""";
		assertThat(NodeReport.parse(primary, 5, 7)).isEqualTo(new NodeReport(false, false, 56, 5, 7));
	}

	@ParameterizedTest
	@ValueSource(strings = { "master_link_status:down", "master_sync_in_progress:1" })
	void aReplicaThatFollowsNobodyIsNotInSync(String line) {
		String field = line.substring(0, line.indexOf(':'));
		assertThat(NodeReport.parse(REPLICA.replaceFirst(field + ":\\w+", line), 5, 7).inSync()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "role:slave\r\n", "role:slave\r\nslave_repl_offset:x\r\n", "PONG" })
	void whatIsNoReportIsRefused(String text) {
		assertThatExceptionOfType(JedisDataException.class).isThrownBy(() -> NodeReport.parse(text, 5, 7))
			.withMessageContaining("repl_offset is '");
	}

	@Test
	void countsForASecond() {
		VirtualTime time = new VirtualTime();
		NodeReport report = new NodeReport(true, true, 0, 0, time.getAsLong());
		time.advance(Duration.ofSeconds(1));
		assertThat(report.isValid(time.getAsLong())).isTrue();
		time.advance(Duration.ofNanos(1));
		assertThat(report.isValid(time.getAsLong())).isFalse();
	}

	@Test
	void oneSlowRoundTripDoesNotChangeMuch() {
		NodeReport before = new NodeReport(true, true, 10, 1000, 1);
		assertThat(new NodeReport(true, false, 20, 5000, 2).smoothedBy(before))
			.isEqualTo(new NodeReport(true, false, 20, 2000, 2));
	}

}
