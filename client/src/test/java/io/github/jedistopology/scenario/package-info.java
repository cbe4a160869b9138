/**
 * The client against real Redis Clusters that change under it, with stock Jedis beside it
 * in the same lab.
 */
@NullMarked
package io.github.jedistopology.scenario;

import org.jspecify.annotations.NullMarked;
