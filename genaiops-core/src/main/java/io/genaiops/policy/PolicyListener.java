package io.genaiops.policy;

/**
 * Hears every decision of a policy, on the thread that asked, before what was asked about happens. What it throws is logged
 * once and changes nothing. Must be thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface PolicyListener {

    /** Hears what was asked and decided. */
    void decided(PolicyRequest request, PolicyDecision decision);
}
