/**
 * Health of a Redis Cluster as its topology shows it.
 */
@NullMarked
package io.github.jedistopology.boot.health;

import org.jspecify.annotations.NullMarked;
