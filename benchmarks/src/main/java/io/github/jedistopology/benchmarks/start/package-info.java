/**
 * How long an application takes to start.
 */
@NullMarked
package io.github.jedistopology.benchmarks.start;

import org.jspecify.annotations.NullMarked;
