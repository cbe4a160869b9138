/**
 * The client as a whole: against real Redis Clusters that change under it, with stock
 * Jedis beside it in the same lab, and every command of it against scripted nodes.
 */
@NullMarked
package io.github.jedistopology.scenario;

import org.jspecify.annotations.NullMarked;
