/**
 * A pool of connections for each node: borrowed, returned, drained, dialled.
 */
@NullMarked
package io.github.jedistopology.internal.connection;

import org.jspecify.annotations.NullMarked;
