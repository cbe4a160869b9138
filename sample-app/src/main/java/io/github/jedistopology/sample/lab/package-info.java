/**
 * The embedded cluster: runs only when no endpoints are configured, and is changed and
 * broken over REST. An application of one's own has no such package.
 */
@NullMarked
package io.github.jedistopology.sample.lab;

import org.jspecify.annotations.NullMarked;
