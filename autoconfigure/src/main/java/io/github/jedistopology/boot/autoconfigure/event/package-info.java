/**
 * Auto-configuration of the application events.
 */
@NullMarked
package io.github.jedistopology.boot.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
