/**
 * The state machine that decides when to ask whom and what to publish, and the thin shell
 * that runs its actions on threads.
 */
@NullMarked
package io.github.jedistopology.internal.engine;

import org.jspecify.annotations.NullMarked;
