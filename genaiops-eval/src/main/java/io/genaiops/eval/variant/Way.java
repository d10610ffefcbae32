package io.genaiops.eval.variant;

import static java.util.Objects.requireNonNull;

/** How a variant asks: what it looks up for a row, and which inputs it gives to the prompt. */
record Way(String name, Variants.Retrieving retrieving, Variants.Asking asking) {

    static final Variants.Retrieving NOTHING = (prompt, row) -> row;

    Way {
        requireNonNull(name, "name");
        requireNonNull(retrieving, "retrieving");
        requireNonNull(asking, "asking");
    }
}
