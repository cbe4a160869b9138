package io.github.jedistopology.internal.reconcile;

import java.util.List;
import java.util.Map;

import io.github.jedistopology.Shard;

/**
 * What several views amount to.
 *
 * @param shards what to believe, ordered by their first slots, those without slots last
 * @param epochs the config epochs of the primaries, by node ID, as far as they are known
 * @param agreed whether all views agreed on who owns which slot
 * @param rumours what only few of them claimed
 */
public record Reconciliation(List<Shard> shards, Map<String, Long> epochs, boolean agreed, Rumours rumours) {

}
