/**
 * Auto-configuration of the meters.
 */
@NullMarked
package io.github.jedistopology.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
