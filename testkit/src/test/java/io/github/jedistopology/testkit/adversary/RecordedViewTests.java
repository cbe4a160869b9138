package io.github.jedistopology.testkit.adversary;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RecordedView}, with an {@link Adversary} as the node to record.
 */
class RecordedViewTests {

	private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	private static final RecordedView ORIGINAL = RecordedView.empty()
		.with("SHARDS",
				Reply.array(Reply.array(Reply.bulk("slots"), Reply.array(Reply.integer(0), Reply.integer(16383)))))
		.with("SLOTS",
				Reply.array(Reply.array(Reply.integer(0), Reply.integer(16383),
						Reply.array(Reply.nil(), Reply.integer(7000), Reply.bulk("07c37dfeb2"), Reply.array()))))
		.with("NODES", Reply.bulk("07c37dfeb2 127.0.0.1:7000@17000,grüezi myself,master - 0 0 1 connected 0-16383\n"))
		.with("INFO", Reply.bulk("cluster_state:ok\r\ncluster_size:1\r\n"))
		.with("MYID", Reply.bulk("07c37dfeb2"));

	@Test
	void aRecordedViewIsTheOriginalByteForByte() {
		try (Adversary node = Adversary.at(ANYWHERE).replaying(ORIGINAL)) {
			RecordedView recorded = RecordedView.of(node.address());
			for (String question : List.of("SHARDS", "SLOTS", "NODES", "INFO", "MYID")) {
				assertThat(said(recorded, question)).isEqualTo(said(ORIGINAL, question));
			}
		}
	}

	@Test
	void nothingIsSaidToOtherCommands() {
		assertThat(ORIGINAL.to(List.of("GET", "SLOTS"))).isNull();
		assertThat(ORIGINAL.to(List.of("CLUSTER"))).isNull();
		assertThat(ORIGINAL.to(List.of("CLUSTER", "FORGET", "07c37dfeb2"))).isNull();
	}

	@Test
	void questionsMayBeAskedInAnyCase() {
		assertThat(ORIGINAL.to(List.of("cluster", "myId"))).hasToString("$10\r\n07c37dfeb2\r\n");
	}

	@Test
	void oneAnswerCanBeExchanged() {
		RecordedView changed = ORIGINAL.with("slots", Reply.array());
		assertThat(said(changed, "SLOTS")).isEqualTo("*0\r\n".getBytes());
		assertThat(said(changed, "NODES")).isEqualTo(said(ORIGINAL, "NODES"));
		assertThat(said(ORIGINAL, "SLOTS")).isNotEqualTo("*0\r\n".getBytes());
	}

	@Test
	void theErrorOfAServerWithoutShardsIsRecorded() {
		RecordedView old = ORIGINAL.with("SHARDS", Reply.error("ERR Unknown subcommand"));
		try (Adversary node = Adversary.at(ANYWHERE).replaying(old)) {
			assertThat(RecordedView.of(node.address()).to(List.of("CLUSTER", "SHARDS")))
				.hasToString("-ERR Unknown subcommand\r\n");
		}
	}

	@Test
	void aNodeThatIsNotPartOfAClusterIsNamed() {
		RecordedView alone = ORIGINAL.with("SLOTS", Reply.error("ERR This instance has cluster support disabled"));
		try (Adversary node = Adversary.at(ANYWHERE).replaying(alone)) {
			assertThatIllegalStateException().isThrownBy(() -> RecordedView.of(node.address()))
				.withMessage(node.address()
						+ " answered CLUSTER SLOTS with -ERR This instance has cluster support disabled");
		}
	}

	@Test
	void credentialsAreSentFirst() {
		Answers login = (command) -> command.equals(List.of("AUTH", "app", "secret")) ? Reply.ok() : null;
		try (Adversary node = Adversary.at(ANYWHERE).answering(login.or(ORIGINAL))) {
			assertThat(said(RecordedView.of(node.address(), "app", "secret"), "MYID"))
				.isEqualTo(said(ORIGINAL, "MYID"));
		}
	}

	@Test
	void refusedCredentialsAreReportedWithoutThePassword() {
		Answers refusal = Answers.always(Reply.error("WRONGPASS invalid username-password pair"));
		try (Adversary node = Adversary.at(ANYWHERE).answering(refusal)) {
			assertThatIllegalStateException().isThrownBy(() -> RecordedView.of(node.address(), "app", "secret"))
				.withMessageContaining("AUTH with -WRONGPASS")
				.withMessageNotContaining("secret");
		}
	}

	@Test
	void aNodeThatHangsUpIsNamed() {
		try (Adversary node = Adversary.at(ANYWHERE).closing()) {
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> RecordedView.of(node.address()))
				.withMessageContaining(node.address().toString());
		}
	}

	private static byte[] said(RecordedView view, String question) {
		Reply reply = view.to(List.of("CLUSTER", question));
		assertThat(reply).as(question).isNotNull();
		return reply.bytes();
	}

}
