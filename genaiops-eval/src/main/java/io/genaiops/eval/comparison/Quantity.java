package io.genaiops.eval.comparison;

/**
 * What an answer takes, apart from any judgement on it. Less is better.
 *
 * @since 0.1
 */
public enum Quantity {
    /** The time from the request to the complete answer. */
    LATENCY("latency", "s"),
    /** The time from the request to the first text of a streamed answer. */
    TIME_TO_FIRST_TOKEN("time to first token", "s"),
    /** The tokens of the input, cached ones included. */
    INPUT_TOKENS("input tokens", "tokens"),
    /** The tokens of the output, reasoning included. */
    OUTPUT_TOKENS("output tokens", "tokens"),
    /** The cost, in the one currency of all answers. */
    COST("cost", "");

    private final String label;
    private final String unit;

    Quantity(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    /** Returns the unit; empty for a cost, whose unit is its currency. */
    public String unit() {
        return unit;
    }

    /** Returns the name for people, such as {@code input tokens}. */
    @Override
    public String toString() {
        return label;
    }
}
