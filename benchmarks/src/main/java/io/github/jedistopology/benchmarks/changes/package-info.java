/**
 * What clients suffer while the cluster changes or fails under them, all in the same run.
 */
@NullMarked
package io.github.jedistopology.benchmarks.changes;

import org.jspecify.annotations.NullMarked;
