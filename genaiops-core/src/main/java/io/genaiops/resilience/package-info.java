/**
 * Model calls that survive a provider's bad hours: one retry loop, timeouts, a circuit breaker, limits and other models to
 * fall back to. The door is {@link io.genaiops.resilience.Resilience}.
 */
@NullMarked
package io.genaiops.resilience;

import org.jspecify.annotations.NullMarked;
