/**
 * The examples of the documentation.
 */
@NullMarked
package io.github.jedistopology.boot.example;

import org.jspecify.annotations.NullMarked;
