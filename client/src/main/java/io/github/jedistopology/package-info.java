/**
 * The public API: a Redis Cluster client whose map of the cluster can be trusted, and
 * what it knows about that cluster.
 */
@NullMarked
package io.github.jedistopology;

import org.jspecify.annotations.NullMarked;
