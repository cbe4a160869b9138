package io.github.jedistopology.internal.reconcile;

import java.util.List;

import io.github.jedistopology.Shard;

/**
 * What several views amount to.
 *
 * @param shards what to believe
 * @param agreed whether all views agreed on who owns which slot
 */
public record Reconciliation(List<Shard> shards, boolean agreed) {

}
