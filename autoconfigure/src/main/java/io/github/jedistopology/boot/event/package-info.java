/**
 * What happens to topologies, as application events.
 */
@NullMarked
package io.github.jedistopology.boot.event;

import org.jspecify.annotations.NullMarked;
