/**
 * What may be called, run and promoted: the door is {@link io.genaiops.policy.Policy}. A policy is data, and every decision
 * says which version made it, by which rules and facts.
 */
@NullMarked
package io.genaiops.policy;

import org.jspecify.annotations.NullMarked;
