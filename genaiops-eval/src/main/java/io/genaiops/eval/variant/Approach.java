package io.genaiops.eval.variant;

import io.genaiops.eval.Sample;

/**
 * A way of answering samples, under the name of a variant. Thread-safe, as far as the host's functions are.
 *
 * @since 0.1
 */
public sealed interface Approach permits FunctionApproach, PromptApproach {

    /**
     * Answers a sample.
     *
     * @param <T> what it answers with
     */
    @FunctionalInterface
    interface Function<T> {
        /** Answers the sample; what it throws is recorded with the item. */
        T answer(Sample sample) throws Exception;
    }

    /** Returns an approach of which nothing is known but the function. */
    static Approach of(String name, Function<Sample> function) {
        return new FunctionApproach(name, function, null);
    }

    /** Returns the name of the variant. */
    String name();

    /**
     * Returns this approach with a key that stands for the whole function: what it answers depends on the key, the row and
     * nothing else.
     *
     * @throws IllegalStateException if the approach has a key of its own
     */
    Approach keyed(String key);

    /** Gets ready to ask about a sample: looks up what is to be looked up, and asks no model. */
    Question prepare(Sample row) throws Exception;
}
