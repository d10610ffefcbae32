package io.genaiops.rollout;

import java.util.Objects;

/**
 * Which arm a key is in, and why.
 *
 * @since 0.1
 */
public record Assignment(Arm arm, Reason reason) {

    /** Why a key is in an arm, in the order of precedence. */
    public enum Reason {
        /** The plan forces this key into the arm. */
        FORCED,
        /** The kill switch is on: everyone else is in the control arm. */
        KILLED,
        /** There is no key: the control arm, never one by chance. */
        NO_KEY,
        /** The key was in this arm before. */
        STICKY,
        /** A rule about attributes names this arm. */
        TARGETED,
        /** The attributes are not those of the audience: the control arm. */
        NOT_IN_AUDIENCE,
        /** The bucket of the key is this arm's, and the ramp has reached it. */
        RAMPED,
        /** The ramp has not reached the bucket of the key: the control arm. */
        NOT_RAMPED,
        /** The version of the key's arm could not be delivered: the control arm. */
        UNAVAILABLE
    }

    /** Requires both. */
    public Assignment {
        Objects.requireNonNull(arm, "arm");
        Objects.requireNonNull(reason, "reason");
    }

    /** Returns whether the key takes part in the comparison of arms: it was put into one by sticky store or ramp. */
    public boolean isCounted() {
        return reason == Reason.STICKY || reason == Reason.RAMPED;
    }
}
