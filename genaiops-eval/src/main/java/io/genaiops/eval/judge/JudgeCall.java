package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import io.genaiops.cost.Usage;
import io.genaiops.eval.Sample;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the model of a judge, for accounts that keep what judging costs apart from what answering costs.
 *
 * @param judge the name of the judge
 * @param evaluator the name of the evaluator that asked
 * @param sample what was judged
 * @param attempt 1 for the first request about the sample, 2 for a repair, 3 for asking anew
 * @param model the model as it named itself, else as the judge calls it
 * @param usage the tokens, as far as they were reported
 * @param latency the time until the reply or the failure
 * @param failure the class of the failure, or {@code null} if there was a reply
 * @since 0.1
 */
public record JudgeCall(
        String judge,
        String evaluator,
        Sample sample,
        int attempt,
        String model,
        Usage usage,
        Duration latency,
        @Nullable String failure) {

    /** Requires everything but the failure. */
    public JudgeCall {
        requireNonNull(judge, "judge");
        requireNonNull(evaluator, "evaluator");
        requireNonNull(sample, "sample");
        requireNonNull(model, "model");
        requireNonNull(usage, "usage");
        requireNonNull(latency, "latency");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1; found: " + attempt);
        }
    }

    /** Returns the class of the failure, if the request failed. */
    public Optional<String> failed() {
        return Optional.ofNullable(failure);
    }
}
