/**
 * The Actuator endpoint {@code redistopology} and the shape of its answers.
 */
@NullMarked
package io.github.jedistopology.boot.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
