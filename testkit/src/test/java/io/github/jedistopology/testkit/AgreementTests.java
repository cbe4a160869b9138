package io.github.jedistopology.testkit;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgreementTests {

	private static final String A = "a 127.0.0.1:1@2,one master - 0 0 1 connected 0-10";

	private static final String B = "b 127.0.0.1:3@4,two slave a 0 0 1 connected";

	@Test
	void sameViewsAgree() {
		assertThat(dispute(view(self(A), B), view(A, self(B)))).isNull();
	}

	@Test
	void aNodeThatIsNotKnownYetIsMissing() {
		assertThat(dispute(view(self(A)), view(A, self(B)))).contains("Node a knows [a]");
	}

	@Test
	void aForgottenNodeThatIsStillKnownIsTooMuch() {
		String removed = "c 127.0.0.1:5@6 master - 0 0 1 connected";
		assertThat(dispute(view(self(A), B), view(A, self(B), removed))).contains("Node b knows");
	}

	@Test
	void otherSlotsRolesAndNamesThanTheNodeItselfSaysAreDisputes() {
		assertThat(dispute(view(self(A), B), view(A.replace("0-10", "0-11"), self(B)))).contains("Node b sees");
		assertThat(dispute(view(self(A), B.replace("slave a", "master -")), view(A, self(B)))).contains("Node a sees");
		assertThat(dispute(view(self(A), B), view(A.replace(",one", ""), self(B)))).contains("Node b sees");
	}

	@Test
	void aSuspectedOrDisconnectedNodeIsADispute() {
		assertThat(dispute(view(self(A), B), view(A.replace("master", "master,fail?"), self(B)))).contains("link");
		assertThat(dispute(view(self(A), B.replace(" connected", " disconnected")), view(A, self(B)))).contains("link");
	}

	@Test
	void whatNodesThatAreDownWouldSayIsNotAsked() {
		assertThat(dispute(view(self(A), B.replace("slave", "slave,fail")))).isNull();
	}

	private static String dispute(ClusterView... views) {
		return Agreement.dispute(Set.of("a", "b"), List.of(views));
	}

	private static ClusterView view(String... lines) {
		return ClusterView.parse(String.join("\n", lines));
	}

	private static String self(String line) {
		return line.replace(" master", " myself,master").replace(" slave", " myself,slave");
	}

}
