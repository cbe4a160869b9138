package io.github.jedistopology.testkit.adversary;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FaultPlan} and {@link Fault}.
 */
class FaultPlanTests {

	private static final Fault CUT = Fault.cut(Direction.REQUESTS, 5);

	private final FaultPlan plan = new FaultPlan();

	@Test
	void aFaultWithoutCommandBeginsWithTheConnection() {
		this.plan.add(CUT, 0);
		assertThat(this.plan.atOpening()).containsExactly(CUT);
		assertThat(this.plan.at("INCR", 0)).isEmpty();
	}

	@Test
	void aFaultAtEveryCommandBeginsWithEach() {
		Fault fault = CUT.atEvery("incr");
		this.plan.add(fault, 0);
		assertThat(this.plan.atOpening()).isEmpty();
		assertThat(this.plan.at("GET", 0)).isEmpty();
		assertThat(this.plan.at("INCR", 0)).containsExactly(fault);
		assertThat(this.plan.at("INCR", 1)).containsExactly(fault);
	}

	@Test
	void aFaultAtTheNextCommandIsSpentByIt() {
		Fault fault = CUT.atNext("INCR");
		this.plan.add(fault, 0);
		this.plan.add(fault, 0);
		assertThat(this.plan.at("INCR", 3)).hasSize(2);
		assertThat(this.plan.at("INCR", 3)).isEmpty();
	}

	@Test
	void aFaultForLaterConnectionsLeavesEarlierOnesAlone() {
		this.plan.add(CUT.atNext("INCR"), 2);
		assertThat(this.plan.at("INCR", 1)).isEmpty();
		assertThat(this.plan.at("INCR", 2)).hasSize(1);
	}

	@Test
	void whatIsClearedNeverBegins() {
		this.plan.add(CUT, 0);
		this.plan.add(CUT.atEvery("INCR"), 0);
		this.plan.clear();
		assertThat(this.plan.atOpening()).isEmpty();
		assertThat(this.plan.at("INCR", 0)).isEmpty();
	}

	@Test
	void aFaultThatCannotBeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.cut(Direction.REQUESTS, -1))
			.withMessage("bytes must be 0 or more but was -1");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Direction.REQUESTS, Duration.ofMillis(-1)))
			.withMessage("delay must be more than zero but was PT-0.001S");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.drip(Direction.REPLIES, Duration.ZERO))
			.withMessage("pause must be more than zero but was PT0S");
	}

}
