/**
 * Service connections to Redis Clusters that Testcontainers runs.
 */
@NullMarked
package io.github.jedistopology.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
