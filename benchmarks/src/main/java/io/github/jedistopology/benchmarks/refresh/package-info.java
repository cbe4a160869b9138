/**
 * What a refresh of a large cluster's topology costs this client.
 */
@NullMarked
package io.github.jedistopology.benchmarks.refresh;

import org.jspecify.annotations.NullMarked;
