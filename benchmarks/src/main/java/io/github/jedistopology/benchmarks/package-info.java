/**
 * Measurements, always beside the stock client in the same run.
 */
@NullMarked
package io.github.jedistopology.benchmarks;

import org.jspecify.annotations.NullMarked;
