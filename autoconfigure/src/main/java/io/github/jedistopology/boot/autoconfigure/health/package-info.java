/**
 * Auto-configuration of the health contributor.
 */
@NullMarked
package io.github.jedistopology.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
