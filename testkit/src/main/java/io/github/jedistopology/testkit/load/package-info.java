/**
 * Background workloads that know what they have written, and check every value that they
 * read.
 */
@NullMarked
package io.github.jedistopology.testkit.load;

import org.jspecify.annotations.NullMarked;
