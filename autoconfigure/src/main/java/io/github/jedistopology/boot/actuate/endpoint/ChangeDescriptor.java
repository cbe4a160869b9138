package io.github.jedistopology.boot.actuate.endpoint;

import java.time.Instant;
import java.util.List;

import io.github.jedistopology.TopologyHistory.Change;
import io.github.jedistopology.Trigger;

/**
 * One change of a topology, or several redirections in a row that only moved slots.
 *
 * @param time when the last of it was published
 * @param version the version of the topology that it led to
 * @param trigger what led to it
 * @param added the endpoints of the nodes that came
 * @param removed the endpoints of the nodes that went
 * @param movedSlots how many slots have another owner than before
 * @param uncovered the slots that nobody served any more
 * @param covered the slots that somebody served again
 * @param sources who said so
 */
public record ChangeDescriptor(Instant time, long version, Trigger trigger, List<String> added, List<String> removed,
		int movedSlots, List<String> uncovered, List<String> covered, List<String> sources) {

	static ChangeDescriptor of(Change change) {
		return new ChangeDescriptor(change.time(), change.version(), change.trigger(), Texts.endpoints(change.added()),
				Texts.endpoints(change.removed()), change.movedSlots(), Texts.of(change.uncovered()),
				Texts.of(change.covered()), Texts.of(change.sources()));
	}

}
