package io.genaiops.prefix;

import java.util.Objects;

/**
 * A tag that ends the prefix.
 *
 * @param name the name as written in the tag
 * @param role who speaks there
 * @param partial the partial that holds it, empty for the prompt itself
 * @param line the line in the body or partial, from 1
 * @param tokensBefore how many tokens would lead every call if all tags before this one came later
 * @since 0.1
 */
public record PrefixStop(String name, String role, String partial, int line, int tokensBefore) {

    /** Requires all texts. */
    public PrefixStop {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(partial, "partial");
    }

    /** Returns the input that the name begins with. */
    public String input() {
        int dot = name.indexOf('.', 1);
        return dot < 0 ? name : name.substring(0, dot);
    }

    @Override
    public String toString() {
        String where = partial.isEmpty() ? "" : " of partial '" + partial + "'";
        return "'" + name + "' in line " + line + where + " (" + role + ")";
    }
}
