package io.github.jedistopology.internal.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.internal.view.View;

/**
 * Keeps an unlikely topology waiting until it is confirmed: by another source in another
 * refresh, or by nobody having said anything likelier for a while. So neither a lone
 * source with an old, empty or foreign map is believed at once, nor is a client locked
 * out of a cluster that was really rebuilt. Immutable.
 */
public final class AcceptanceGate {

	/** Nothing is waiting. */
	public static final AcceptanceGate OPEN = new AcceptanceGate(null);

	/** However little is confirmed, nothing waits longer than this. */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	/** More than a twentieth of all slots. */
	private static final int SUSPICIOUS_LOSS = SlotRange.SLOTS / 20;

	private final @Nullable Waiting waiting;

	private AcceptanceGate(@Nullable Waiting waiting) {
		this.waiting = waiting;
	}

	/**
	 * Looks at what a refresh has found.
	 * @param current what is believed
	 * @param epochs the config epochs that are believed, by node ID
	 * @param next what is to be believed
	 * @param nextEpochs the config epochs that go with it, by node ID
	 * @param supporters the sources that say just this
	 * @param now the present time
	 * @return whether to believe it, and the gate from now on
	 */
	public Decision decide(Topology current, Map<String, Long> epochs, Topology next, Map<String, Long> nextEpochs,
			Set<HostAndPort> supporters, Instant now) {
		String doubt = (current.version() > 0) ? doubt(current, epochs, next, nextEpochs) : null;
		if (doubt == null) {
			return new Decision(null, OPEN);
		}
		List<View.Owner> ownership = View.ownership(next.shards());
		Waiting heard = new Waiting(ownership, supporters, now);
		if (this.waiting == null) {
			return new Decision(doubt, new AcceptanceGate(heard));
		}
		Waiting again = this.waiting.again(heard);
		boolean confirmed = this.waiting.ownership().equals(ownership) && again.sources().size() > 1;
		if (confirmed || !again.since().plus(PATIENCE).isAfter(now)) {
			return new Decision(null, OPEN);
		}
		return new Decision(doubt, new AcceptanceGate(again));
	}

	private static @Nullable String doubt(Topology current, Map<String, Long> epochs, Topology after,
			Map<String, Long> epochsAfter) {
		int lost = current.coveredSlots() - after.coveredSlots();
		if (lost > SUSPICIOUS_LOSS) {
			return "%d slots would be lost".formatted(lost);
		}
		Set<String> known = ids(current).collect(Collectors.toSet());
		if (!known.isEmpty() && ids(after).noneMatch(known::contains)) {
			return "no known node is among these";
		}
		return stepBack(current, epochs, after, epochsAfter);
	}

	private static @Nullable String stepBack(Topology current, Map<String, Long> epochs, Topology after,
			Map<String, Long> epochsAfter) {
		for (int slot = 0; slot < SlotRange.SLOTS; slot++) {
			ClusterNode was = current.primary(slot);
			ClusterNode is = after.primary(slot);
			if (was != is && was != null && is != null && !was.id().equals(is.id())
					&& epochsAfter.getOrDefault(is.id(), Long.MAX_VALUE) < epochs.getOrDefault(was.id(), 0L)) {
				return "slot %d would go back from config epoch %d to %d".formatted(slot, epochs.get(was.id()),
						epochsAfter.get(is.id()));
			}
		}
		return null;
	}

	private static Stream<String> ids(Topology topology) {
		return topology.nodes().stream().filter(ClusterNode::identified).map(ClusterNode::id);
	}

	/**
	 * What becomes of a new topology.
	 *
	 * @param doubt why it is not believed yet, {@code null} when it is
	 * @param gate the gate from now on
	 */
	public record Decision(@Nullable String doubt, AcceptanceGate gate) {

	}

	private record Waiting(List<View.Owner> ownership, Set<HostAndPort> sources, Instant since) {

		/** Those who say something else confirm nothing, but time passes. */
		Waiting again(Waiting heard) {
			Set<HostAndPort> all = new HashSet<>(heard.sources);
			if (heard.ownership.equals(this.ownership)) {
				all.addAll(this.sources);
			}
			return new Waiting(heard.ownership, all, this.since);
		}

	}

}
