/**
 * One node's answer: the question, the parsing, and the port over which it is asked.
 */
@NullMarked
package io.github.jedistopology.internal.view;

import org.jspecify.annotations.NullMarked;
