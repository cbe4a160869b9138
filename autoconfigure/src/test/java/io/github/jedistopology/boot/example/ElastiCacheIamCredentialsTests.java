package io.github.jedistopology.boot.example;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import io.github.jedistopology.JedisTopology;
import io.github.jedistopology.RefreshSettings;
import io.github.jedistopology.Timeouts;
import io.github.jedistopology.TopologyUnavailableException;
import io.github.jedistopology.testkit.adversary.Adversary;
import io.github.jedistopology.testkit.adversary.Answers;
import io.github.jedistopology.testkit.adversary.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ElastiCacheIamCredentials}, with a node that verifies the signature.
 */
@Timeout(60)
class ElastiCacheIamCredentialsTests {

	private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

	/** On a busy machine. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Adversary node = Adversary.at(new InetSocketAddress("127.0.0.1", 0))
		.answering(((Answers) this::login).or(this::cluster).or(Answers.courtesies()).or(Answers.always(Reply.ok())));

	private @Nullable Reply login(List<String> command) {
		if (!command.get(0).equals("AUTH")) {
			return null;
		}
		IamToken token = IamToken.parse(command.get(2));
		boolean valid = command.get(1).equals("app") && token.host().equals("my-cluster")
				&& token.parameter("Action").equals("connect") && token.parameter("User").equals("app")
				&& token.parameter("X-Amz-Expires").equals("900")
				&& token.isSignedWith("AKIDEXAMPLE", SECRET, "eu-central-1");
		return valid ? Reply.ok() : Reply.error("WRONGPASS invalid username-password pair or user is disabled.");
	}

	private @Nullable Reply cluster(List<String> command) {
		if (!command.get(0).equals("CLUSTER")) {
			return null;
		}
		Reply node = Reply.array(Reply.bulk("127.0.0.1"), Reply.integer(this.node.address().getPort()),
				Reply.bulk("a".repeat(40)));
		return command.get(1).equals("SLOTS") ? Reply.array(Reply.array(Reply.integer(0), Reply.integer(16383), node))
				: Reply.error("ERR unknown subcommand");
	}

	@Test
	void theNodeFindsTheSignatureValid() {
		try (this.node; JedisTopology cluster = start(SECRET)) {
			assertThat(cluster.client().set("key", "value")).isEqualTo("OK");
		}
	}

	@Test
	void theNodeRefusesAnotherSecret() {
		try (this.node) {
			assertThatExceptionOfType(TopologyUnavailableException.class).isThrownBy(() -> start("another"))
				.withMessageContaining("WRONGPASS");
		}
	}

	private JedisTopology start(String secret) {
		return JedisTopology.builder()
			.endpoints("127.0.0.1:" + this.node.address().getPort())
			.timeouts(new Timeouts(PATIENCE, PATIENCE, PATIENCE))
			.refresh(new RefreshSettings(PATIENCE, 3, PATIENCE))
			.credentials(new ElastiCacheIamCredentials("app", "my-cluster", "eu-central-1",
					() -> AwsCredentialsIdentity.create("AKIDEXAMPLE", secret)))
			.build();
	}

	@Test
	void theDocumentationShowsThisClass() throws IOException {
		String source = Files.readString(
				Path.of("src", "test", "java", ElastiCacheIamCredentials.class.getName().replace('.', '/') + ".java"));
		assertThat(Path.of("..", "docs", "configuration.md")).content()
			.contains(source.substring(source.indexOf("public final class")));
		this.node.close();
	}

}
