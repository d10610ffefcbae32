package io.genaiops.rollout;

import java.util.List;

/**
 * Puts everyone whose attributes meet all conditions into one arm, however far the ramp is.
 *
 * @param arm the name of the arm
 * @param when the conditions, all of which must be met
 * @since 0.1
 */
public record TargetingRule(String arm, List<Condition> when) {

    /** Validates and copies. */
    public TargetingRule {
        Arm.requireName("arm name", arm);
        when = List.copyOf(when);
        if (when.isEmpty()) {
            throw new IllegalArgumentException("a rule for arm '" + arm
                    + "' needs at least one condition; to give it to everyone, set its weight");
        }
    }
}
