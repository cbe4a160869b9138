/**
 * A background load that checks every value it reads, to watch while the cluster changes.
 */
@NullMarked
package io.github.jedistopology.sample.load;

import org.jspecify.annotations.NullMarked;
