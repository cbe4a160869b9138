/**
 * Auto-configuration of the Actuator endpoint.
 */
@NullMarked
package io.github.jedistopology.boot.autoconfigure.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
