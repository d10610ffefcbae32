package io.genaiops.call;

import java.util.Objects;

/**
 * A value that a model answered with, and everything about how it came to be.
 *
 * @param value the value, which fits its schema
 * @param answer the answer that it was read from, with the tokens, cost and time of the repair if there was one
 * @param repaired whether the first answer did not fit, and a second one was asked for that does
 * @param <T> the type of the value
 * @since 0.1
 */
public record TypedAnswer<T>(T value, Answer answer, boolean repaired) {

    /** Requires a value and an answer. */
    public TypedAnswer {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(answer, "answer");
    }

    /** Returns type, prompt, model and sizes, without the value. */
    @Override
    public String toString() {
        return "TypedAnswer[" + value.getClass().getSimpleName() + (repaired ? ", repaired, " : ", ") + answer + "]";
    }
}
