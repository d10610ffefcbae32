package io.genaiops.approval;

import java.util.Optional;

/**
 * The host's word on who acts. It is asked in the thread of the actor, so that it can look at its security context.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Authentication {

    /**
     * Returns the principal who acts now, if it is this actor; empty if it is somebody else or nobody is known. One
     * principal may have several ids, and still counts once.
     */
    Optional<String> principalOf(Actor actor);

    /** Returns a host that vouches for nobody. */
    static Authentication none() {
        return actor -> Optional.empty();
    }
}
