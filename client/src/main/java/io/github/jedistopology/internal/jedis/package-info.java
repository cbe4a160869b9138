/**
 * The bridge to Jedis: the only code that extends Jedis's classes. Puts everything
 * together into a client.
 */
@NullMarked
package io.github.jedistopology.internal.jedis;

import org.jspecify.annotations.NullMarked;
