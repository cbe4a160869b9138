/**
 * Service connections to Redis Clusters that Docker Compose runs.
 */
@NullMarked
package io.github.jedistopology.boot.docker.compose;

import org.jspecify.annotations.NullMarked;
