package io.github.jedistopology.testkit;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LostSlotsTests {

	private static final String A = "a 127.0.0.1:1@2 master - 0 0 1 connected 0-10";

	private static final String B = "b 127.0.0.1:3@4 master - 0 0 2 connected 11-20";

	private static final String C = "c 127.0.0.1:5@6 slave b 0 0 2 connected";

	@Test
	void whatItsOwnerDoesNotClaimIsLost() {
		assertThat(lost(view(self(A), B, C), view(A, self(B.replace("11-20", "11-19")), C), view(A, B, self(C))))
			.isEqualTo(Map.of("b", List.of(20)));
	}

	@Test
	void whatAnotherNodeClaimsIsOnItsWay() {
		assertThat(lost(view(self(A.replace("0-10", "0-11")), B, C), view(A, self(B.replace("11-20", "12-20")), C),
				view(A, B, self(C))))
			.isEmpty();
	}

	@Test
	void whatSeveralMayHaveIsNotGivenToOne() {
		assertThat(lost(view(self(A), B, C), view(A, self(B), C), view(A.replace("0-10", "0-10 21"), B, self(C)),
				view(A, B.replace("11-20", "11-21"), "d 127.0.0.1:7@8 myself,slave a 0 0 1 connected")))
			.isEmpty();
	}

	@Test
	void slotsOfANodeThatDoesNotRunAreItsOwn() {
		assertThat(lost(view(self(A), B, C), view(A, B, self(C)))).isEmpty();
	}

	private static Map<String, List<Integer>> lost(ClusterView... views) {
		return LostSlots.in(List.of(views));
	}

	private static ClusterView view(String... lines) {
		return ClusterView.parse(String.join("\n", lines));
	}

	private static String self(String line) {
		return line.replace(" master", " myself,master").replace(" slave", " myself,slave");
	}

}
