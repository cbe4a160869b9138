/**
 * Real Redis Clusters to test against: start them, change them, break them.
 */
@NullMarked
package io.github.jedistopology.testkit;

import org.jspecify.annotations.NullMarked;
