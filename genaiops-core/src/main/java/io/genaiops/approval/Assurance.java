package io.genaiops.approval;

import java.util.Locale;

/**
 * How sure it is that an actor is who is named, from least to most.
 *
 * @since 0.1
 */
public enum Assurance {
    /** The caller says so. */
    ASSERTED,
    /** The host vouches for it; see {@link Authentication}. */
    AUTHENTICATED,
    /** A key that is registered with the actor has signed it; see {@link ActorKeys}. */
    SIGNED;

    /** Returns whether this is as sure as the other, or surer. */
    public boolean isAtLeast(Assurance other) {
        return compareTo(other) >= 0;
    }

    /** Returns the name for people, such as {@code authenticated}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
