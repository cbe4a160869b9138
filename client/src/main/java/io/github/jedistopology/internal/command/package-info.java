/**
 * The path of a command: where it goes, what a failure means, when it is tried again.
 */
@NullMarked
package io.github.jedistopology.internal.command;

import org.jspecify.annotations.NullMarked;
