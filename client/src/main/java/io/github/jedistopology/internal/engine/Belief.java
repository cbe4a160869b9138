package io.github.jedistopology.internal.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

import io.github.jedistopology.ClusterNode;
import io.github.jedistopology.Shard;
import io.github.jedistopology.SlotRange;
import io.github.jedistopology.Topology;
import io.github.jedistopology.TopologyChange;
import io.github.jedistopology.Trigger;
import io.github.jedistopology.internal.reconcile.AcceptanceGate;
import io.github.jedistopology.internal.reconcile.Credit;
import io.github.jedistopology.internal.reconcile.Reconciler;
import io.github.jedistopology.internal.reconcile.Reconciliation;
import io.github.jedistopology.internal.reconcile.Rumours;
import io.github.jedistopology.internal.reconcile.SlotPatch;
import io.github.jedistopology.internal.reconcile.Tombstones;
import io.github.jedistopology.internal.view.Source;
import io.github.jedistopology.internal.view.View;

/**
 * What the engine believes, and how that changes.
 */
final class Belief {

	private Topology topology;

	private Map<String, Long> epochs = Map.of();

	private Tombstones tombstones = Tombstones.NONE;

	private Rumours rumours = Rumours.NONE;

	private AcceptanceGate gate = AcceptanceGate.OPEN;

	/** What redirections have said since the last refresh began, by slot, in order. */
	private final Map<Integer, TimedPatch> patches = new LinkedHashMap<>();

	Belief(Instant now) {
		this.topology = Topology.of(0, now, List.of());
	}

	Topology topology() {
		return this.topology;
	}

	/** Nothing is known yet. */
	boolean isBlank() {
		return this.topology.version() == 0;
	}

	/** Whether an address has been given up by the cluster. */
	boolean isGone(HostAndPort address, Instant now) {
		return this.tombstones.cover(address, now);
	}

	/** When each address that has been given up is forgotten. */
	Map<HostAndPort, Instant> tombstones() {
		return this.tombstones.expiries();
	}

	/** "?" stands for a node without a host name where host names are preferred. */
	boolean isCredible(SlotPatch patch, Instant now) {
		return patch.slot() >= 0 && patch.slot() < SlotRange.SLOTS && !patch.target().getHost().equals("?")
				&& !isGone(patch.target(), now);
	}

	/**
	 * Believes a redirection, or a replica that says that it has been promoted.
	 * @return what it changes, {@code null} for nothing
	 */
	@Nullable TopologyChange believe(SlotPatch patch, HostAndPort witness, Instant now) {
		this.patches.remove(patch.slot());
		this.patches.put(patch.slot(), new TimedPatch(patch, now));
		ClusterNode owner = this.topology.primary(patch.slot());
		return (owner != null && owner.isAt(patch.target())) ? null
				: change(topologyOf(patch.apply(this.topology.shards()), now), Trigger.MOVED, List.of(witness),
						this.epochs, now);
	}

	/** Believes what several sources say, unless it is too unlikely. */
	Judgement believe(Map<Source, View> answers, Instant startedAt, Trigger trigger, Instant now) {
		List<View> views = List.copyOf(answers.values());
		this.tombstones = this.tombstones.hear(views, now);
		Reconciliation next = Reconciler.reconcile(this.topology, views,
				new Credit(views, this.epochs, this.tombstones, now), this.rumours, now);
		this.rumours = next.rumours();
		List<View.Owner> ownership = View.ownership(next.shards());
		Set<HostAndPort> supporters = new HashSet<>();
		answers.forEach((source, view) -> {
			if (view.ownership().equals(ownership)) {
				supporters.add(source.target());
			}
		});
		Topology after = topologyOf(next.shards(), now);
		AcceptanceGate.Decision decision = this.gate.decide(this.topology, this.epochs, after, next.epochs(),
				supporters, now);
		this.gate = decision.gate();
		if (decision.doubt() != null) {
			return new Judgement(null, decision.doubt(), next.agreed());
		}
		TopologyChange change = change(withPatchesSince(startedAt, after), trigger, List.copyOf(supporters),
				next.epochs(), now);
		return new Judgement(change, null, next.agreed());
	}

	/** A refresh knows better than redirections that came before it, not after. */
	private Topology withPatchesSince(Instant startedAt, Topology after) {
		this.patches.values().removeIf((timed) -> timed.at().isBefore(startedAt));
		if (this.patches.isEmpty()) {
			return after;
		}
		List<Shard> patched = after.shards();
		for (TimedPatch timed : this.patches.values()) {
			patched = timed.patch().apply(patched);
		}
		return topologyOf(patched, after.time());
	}

	private Topology topologyOf(List<Shard> shards, Instant now) {
		return Topology.of(this.topology.version() + 1, now, shards);
	}

	private @Nullable TopologyChange change(Topology next, Trigger trigger, List<HostAndPort> witnesses,
			Map<String, Long> epochs, Instant now) {
		Map<String, Long> before = this.epochs;
		this.epochs = epochs;
		if (next.shards().equals(this.topology.shards())) {
			return null;
		}
		TopologyChange change = new TopologyChange(this.topology, next, trigger, witnesses, epochs);
		this.topology = next;
		this.tombstones = this.tombstones.update(change.before().nodes(), next.nodes(), before, now);
		return change;
	}

	/**
	 * What comes of a refresh.
	 *
	 * @param change the change, {@code null} when there is none
	 * @param doubt why what was found is not believed yet, {@code null} when it is
	 * @param agreed whether all sources agreed on who owns which slot
	 */
	record Judgement(@Nullable TopologyChange change, @Nullable String doubt, boolean agreed) {

	}

	private record TimedPatch(SlotPatch patch, Instant at) {

	}

}
