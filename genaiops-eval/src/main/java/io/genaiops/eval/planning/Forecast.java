package io.genaiops.eval.planning;

import static java.util.Objects.requireNonNull;

import io.genaiops.cost.Cost;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The tokens and the cost of the answers that a variant asks for, before it does. What cannot be told is absent, never 0.
 *
 * @param looked how many rows were made ready to be asked about, to find this out; the rest is taken to be like them
 * @param input the tokens of the input, or {@code null}
 * @param inputIsBound whether there are at most so many, rather than so many
 * @param output the tokens of the output, or {@code null}
 * @param outputIsBound whether there are at most so many, rather than as many as the host expects
 * @param cost what they cost at most by the prices of the calls; unpriced, with the reason, if that cannot be told
 * @param problems what keeps rows from being asked about, each with the number of rows
 * @since 0.1
 */
public record Forecast(
        int looked,
        @Nullable Long input,
        boolean inputIsBound,
        @Nullable Long output,
        boolean outputIsBound,
        Cost cost,
        List<String> problems) {

    /** Requires a cost, priced or not, and copies the problems. */
    public Forecast {
        requireNonNull(cost, "cost");
        problems = List.copyOf(problems);
    }

    /** Returns a forecast of nothing, and why. */
    static Forecast unknown(String reason) {
        return new Forecast(0, null, false, null, false, Cost.unpriced(reason), List.of());
    }

    /** Returns the tokens of the input, if they can be told. */
    public OptionalLong inputTokens() {
        return input == null ? OptionalLong.empty() : OptionalLong.of(input);
    }

    /** Returns the tokens of the output, if they can be told. */
    public OptionalLong outputTokens() {
        return output == null ? OptionalLong.empty() : OptionalLong.of(output);
    }

    /** Returns why the cost cannot be told; empty if it can. */
    public Optional<String> whyUnknown() {
        return cost.reason();
    }
}
