/**
 * Auto-configuration of the client and of the Actuator endpoint; the properties.
 */
@NullMarked
package io.github.jedistopology.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
