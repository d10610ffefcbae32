package io.genaiops.approval;

import java.util.Objects;

/**
 * Who acts, by an id that means something to the host, and how sure that is. What an actor claims is checked before it
 * counts: the host vouches for one that is authenticated, and one that signed has a key.
 *
 * @param id the id, not blank
 * @param assurance how sure it is that it is them
 * @since 0.1
 */
public record Actor(String id, Assurance assurance) {

    /** Refuses a blank id. */
    public Actor {
        Objects.requireNonNull(assurance, "assurance");
        if (id.isBlank()) {
            throw new IllegalArgumentException("the id of an actor must not be blank");
        }
    }

    /** Returns the actor that the caller says it is. */
    public static Actor asserted(String id) {
        return new Actor(id, Assurance.ASSERTED);
    }

    /** Returns the actor for whom the host vouches when it is asked; see {@link Authentication}. */
    public static Actor authenticated(String id) {
        return new Actor(id, Assurance.AUTHENTICATED);
    }

    /** Returns the same actor at another level. */
    public Actor at(Assurance level) {
        return new Actor(id, level);
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return id;
    }
}
