package io.github.jedistopology.sample.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches when the application is to start a cluster of its own: when
 * {@code jedis-topology.endpoints} is not set.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnEmbeddedCluster.class)
@interface ConditionalOnEmbeddedCluster {

}
