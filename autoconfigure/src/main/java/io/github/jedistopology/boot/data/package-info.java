/**
 * Spring Data Redis on this client: the connection factory and its connections.
 */
@NullMarked
package io.github.jedistopology.boot.data;

import org.jspecify.annotations.NullMarked;
