package io.genaiops.cost;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a call used, as the provider reported them. A count that was not reported is absent, never 0.
 *
 * @param input tokens of the input, cached ones included, or {@code null}
 * @param output tokens of the output, reasoning included, or {@code null}
 * @param cachedInput tokens of the input that were read from the provider's cache, or {@code null}
 * @param cacheWrite tokens of the input that were written to the provider's cache, or {@code null}
 * @param reasoning tokens of the output that were spent on reasoning, or {@code null}
 * @since 0.1
 */
public record Usage(
        @Nullable Long input,
        @Nullable Long output,
        @Nullable Long cachedInput,
        @Nullable Long cacheWrite,
        @Nullable Long reasoning) {

    /** Nothing was reported. */
    public static final Usage UNKNOWN = new Usage(null, null, null, null, null);

    /** Refuses negative counts. */
    public Usage {
        check("input", input);
        check("output", output);
        check("cachedInput", cachedInput);
        check("cacheWrite", cacheWrite);
        check("reasoning", reasoning);
    }

    /** Returns the usage of a call of which only input and output are known. */
    public static Usage of(long input, long output) {
        return new Usage(input, output, null, null, null);
    }

    /** Returns the tokens of the input, cached ones included, if reported. */
    public OptionalLong inputTokens() {
        return optional(input);
    }

    /** Returns the tokens of the output, reasoning included, if reported. */
    public OptionalLong outputTokens() {
        return optional(output);
    }

    /** Returns input and output together, if both were reported. */
    public OptionalLong totalTokens() {
        return input == null || output == null ? OptionalLong.empty() : OptionalLong.of(input + output);
    }

    private static OptionalLong optional(@Nullable Long count) {
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    private static void check(String name, @Nullable Long count) {
        if (count != null && count < 0) {
            throw new IllegalArgumentException(name + " must be at least 0 tokens; found: " + count);
        }
    }
}
