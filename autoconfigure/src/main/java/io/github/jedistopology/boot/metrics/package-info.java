/**
 * Meters of the topology and of the commands.
 */
@NullMarked
package io.github.jedistopology.boot.metrics;

import org.jspecify.annotations.NullMarked;
