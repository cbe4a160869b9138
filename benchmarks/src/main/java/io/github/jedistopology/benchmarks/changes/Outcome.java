package io.github.jedistopology.benchmarks.changes;

import org.jspecify.annotations.Nullable;

import io.github.jedistopology.testkit.load.LoadReport;

/**
 * How one client came through one change.
 *
 * @param report what its load has seen
 * @param healing how long it was disturbed; null for a planned change, since the cluster
 * never stopped working
 */
record Outcome(LoadReport report, @Nullable Healing healing) {

}
