/**
 * The application: what its REST interface does with Redis. Nothing here knows which
 * cluster it is.
 */
@NullMarked
package io.github.jedistopology.sample;

import org.jspecify.annotations.NullMarked;
