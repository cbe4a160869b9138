/**
 * Every kind of command, while the cluster changes and fails: how each is used over and
 * over, and how it is found out whether all went well.
 */
@NullMarked
package io.github.jedistopology.benchmarks.kinds;

import org.jspecify.annotations.NullMarked;
