/**
 * What a fleet of clients asks of a cluster, simulated with the real engine on a virtual
 * clock.
 */
@NullMarked
package io.github.jedistopology.benchmarks.load;

import org.jspecify.annotations.NullMarked;
