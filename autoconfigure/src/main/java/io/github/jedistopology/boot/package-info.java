/**
 * What Spring Boot applications may ask about their Redis Clusters.
 */
@NullMarked
package io.github.jedistopology.boot;

import org.jspecify.annotations.NullMarked;
