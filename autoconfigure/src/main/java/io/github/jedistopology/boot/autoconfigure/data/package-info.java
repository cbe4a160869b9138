/**
 * Auto-configuration of Spring Data Redis on this client.
 */
@NullMarked
package io.github.jedistopology.boot.autoconfigure.data;

import org.jspecify.annotations.NullMarked;
