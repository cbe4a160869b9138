/**
 * Pure functions from views and the current topology to the next topology.
 */
@NullMarked
package io.github.jedistopology.internal.reconcile;

import org.jspecify.annotations.NullMarked;
