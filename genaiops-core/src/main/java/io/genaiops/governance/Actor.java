package io.genaiops.governance;

/**
 * Who acts, by an id that means something to the host. The id is asserted by the caller; nothing vouches for it yet.
 *
 * @param id the id, not blank
 * @since 0.1
 */
public record Actor(String id) {

    /** Refuses a blank id. */
    public Actor {
        if (id.isBlank()) {
            throw new IllegalArgumentException("the id of an actor must not be blank");
        }
    }

    /** Returns the actor that the caller says it is. */
    public static Actor asserted(String id) {
        return new Actor(id);
    }

    @Override
    public String toString() {
        return id;
    }
}
