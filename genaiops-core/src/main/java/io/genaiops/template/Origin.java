package io.genaiops.template;

import org.jspecify.annotations.Nullable;

/**
 * Says where a span of rendered text came from: the template itself (its partials included) or an input, named by its
 * top-level name.
 *
 * @since 0.1
 */
public final class Origin {

    /** The author's text: the template and its partials. */
    public static final Origin TEMPLATE = new Origin(null);

    private final @Nullable String input;

    private Origin(@Nullable String input) {
        this.input = input;
    }

    /** Returns the origin of text that the input of this top-level name brought, such as {@code documents}. */
    public static Origin input(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name must not be empty");
        }
        return new Origin(name);
    }

    /** Tells whether the template's author wrote the text. */
    public boolean isTemplate() {
        return input == null;
    }

    /**
     * Returns the top-level name of the input.
     *
     * @throws IllegalStateException if the text came from the template
     */
    public String input() {
        if (input == null) {
            throw new IllegalStateException("text of the template has no input; ask isTemplate() first");
        }
        return input;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin that && (input == null ? that.input == null : input.equals(that.input));
    }

    @Override
    public int hashCode() {
        return input == null ? 0 : input.hashCode();
    }

    @Override
    public String toString() {
        return input == null ? "template" : "input '" + input + "'";
    }
}
