/**
 * A background workload that knows what it has written, and checks every value that it
 * reads.
 */
@NullMarked
package io.github.jedistopology.testkit.load;

import org.jspecify.annotations.NullMarked;
