package io.genaiops.limit;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a request before it is made. What cannot be told is absent, never 0.
 *
 * @param input the tokens of the messages, or {@code null}
 * @param basis how the tokens of the messages were found
 * @param mostOutput the most tokens that the request lets the answer have, or {@code null} if neither the prompt nor the
 *     model says
 * @since 0.1
 */
public record CallEstimate(
        @Nullable Long input, Basis basis, @Nullable Integer mostOutput) {

    /** How the tokens of messages were found. */
    public enum Basis {
        /** The estimator of the calls counted them. */
        COUNTED,
        /** There are at most so many: one for each UTF-8 byte, and eight around each message. */
        BOUNDED,
        /** The messages hold content other than text, and there is no estimator. */
        UNKNOWN
    }

    /** Requires a basis, and tokens unless it is {@link Basis#UNKNOWN}. */
    public CallEstimate {
        requireNonNull(basis, "basis");
        if ((input == null) != (basis == Basis.UNKNOWN)) {
            throw new IllegalArgumentException(
                    "tokens must be known unless the basis is UNKNOWN; found: " + input + " by basis " + basis);
        }
    }

    /** Returns the tokens of the messages, if they can be told. */
    public OptionalLong inputTokens() {
        return input == null ? OptionalLong.empty() : OptionalLong.of(input);
    }

    /** Returns the most tokens that the request lets the answer have, if it says. */
    public OptionalInt mostOutputTokens() {
        return mostOutput == null ? OptionalInt.empty() : OptionalInt.of(mostOutput);
    }
}
