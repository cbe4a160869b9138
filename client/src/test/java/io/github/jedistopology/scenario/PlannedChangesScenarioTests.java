package io.github.jedistopology.scenario;

import java.time.Duration;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.RedisClusterClient;

import io.github.jedistopology.testkit.AddressPlan;
import io.github.jedistopology.testkit.EndpointType;
import io.github.jedistopology.testkit.PlannedChange;
import io.github.jedistopology.testkit.RedisClusterLab;
import io.github.jedistopology.testkit.load.LoadReport;
import io.github.jedistopology.testkit.load.VerifiedLoad;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that is done to a cluster on purpose, one after the other, under one load: nobody
 * notices. A cluster with replicas and one without go through it at the same time, since
 * most of it is waiting for the nodes to agree.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Needs a loopback address for each node")
class PlannedChangesScenarioTests {

	private static final int RATE = 800;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@MethodSource("replicas")
	@Execution(ExecutionMode.CONCURRENT)
	void noCommandFails(int replicas) {
		try (RedisClusterLab lab = RedisClusterLab.builder()
			.replicas(replicas)
			.addresses(AddressPlan.LOOPBACK_ADDRESSES)
			.endpointType(EndpointType.HOSTNAME)
			.start();
				RedisClusterClient client = Contender.JEDIS_TOPOLOGY.start(lab.configurationEndpoint(),
						lab.names()::resolve);
				VerifiedLoad load = VerifiedLoad.on(client).threads(16).rate(RATE).start()) {
			for (PlannedChange change : PlannedChange.values()) {
				if (change.fits(lab)) {
					goOn(load);
					change.apply(lab);
					assertThat(load.report().errors()).as("%s: %s", change.label(), load.report().failures()).isEmpty();
				}
			}
			goOn(load);
			LoadReport report = load.stop();
			assertThat(report.errors()).as("failed commands: %s", report.failures()).isEmpty();
			assertThat(report.lostWrites()).as("acknowledged writes lost").isZero();
			assertThat(report.wrongValues()).as("wrong values").isZero();
			assertThat(report.unverifiedKeys()).as("keys never read again").isZero();
		}
	}

	static IntStream replicas() {
		return IntStream.of(1, 0).limit(ScenarioLength.times(2));
	}

	private static void goOn(VerifiedLoad load) {
		long operations = load.report().operations() + RATE / 4;
		Awaitility.await().atMost(PATIENCE).until(() -> load.report().operations() >= operations);
	}

}
