/**
 * Servers that misbehave as removed or broken Redis nodes do, and count who talks to
 * them. Plain sockets; loopback addresses only.
 */
@NullMarked
package io.github.jedistopology.testkit.adversary;

import org.jspecify.annotations.NullMarked;
