/**
 * Auto-configuration of the client; the properties.
 */
@NullMarked
package io.github.jedistopology.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
