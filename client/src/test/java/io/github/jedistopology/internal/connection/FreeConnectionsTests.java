package io.github.jedistopology.internal.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FreeConnections}; that they are looked at before they are lent is
 * tested with {@link NodePool}.
 */
class FreeConnectionsTests {

	private final VirtualTime time = new VirtualTime();

	private final FakeNode node = new FakeNode("node", 6379);

	private final FreeConnections free = new FreeConnections(this.time);

	@Test
	void theNewestIsTakenFirstAndADoubtedOneLast() {
		NodeConnection doubted = connection();
		doubted.doubt();
		NodeConnection older = put(connection());
		NodeConnection newer = put(connection());
		put(doubted);
		assertThat(this.free.list()).containsExactly(newer, older, doubted);
		assertThat(this.free.takeNewest()).isSameAs(newer);
		assertThat(this.free.take(doubted)).isTrue();
		assertThat(this.free.take(doubted)).as("taken already").isFalse();
		this.free.putOldest(newer);
		assertThat(this.free.list()).containsExactly(older, newer);
		assertThat(this.free.count()).isEqualTo(2);
	}

	@Test
	void knowsWhichHaveNotBeenUsedForLong() {
		NodeConnection old = put(connection());
		this.time.advance(Duration.ofSeconds(1).plusNanos(1));
		put(connection());
		assertThat(this.free.unusedFor(Duration.ofSeconds(1))).containsExactly(old);
	}

	@Test
	void afterADoubtOneThatTheNodeHasClosedIsFoundOut() {
		NodeConnection closed = connection();
		this.node.closesInSilence();
		assertThat(this.free.isGood(closed, this.time.getAsLong())).as("nobody looks").isTrue();
		this.free.doubt();
		assertThat(this.free.isGood(closed, this.time.getAsLong())).isFalse();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.free.isGood(connection(), this.time.getAsLong())).isTrue();
		assertThat(this.node.checks()).as("lent since").isEqualTo(1);
	}

	@Test
	void allAreTaken() {
		NodeConnection older = put(connection());
		NodeConnection newer = put(connection());
		List<NodeConnection> taken = new ArrayList<>();
		this.free.drainTo(taken::add);
		assertThat(taken).containsExactly(newer, older);
		assertThat(this.free.takeNewest()).isNull();
	}

	private NodeConnection put(NodeConnection connection) {
		this.free.put(connection);
		return connection;
	}

	private NodeConnection connection() {
		NodeConnection connection = this.node.dial();
		connection.lend(this.time.getAsLong());
		return connection;
	}

}
