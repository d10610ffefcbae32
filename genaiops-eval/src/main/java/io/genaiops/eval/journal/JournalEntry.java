package io.genaiops.eval.journal;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.List;

/**
 * An answer and what came of its evaluation.
 *
 * @param answered the answered sample; without a response if there was no answer
 * @param error why there was none; empty if there was one
 * @param outcomes an outcome for each evaluator of the chain, in its order
 * @since 0.1
 */
public record JournalEntry(Sample answered, String error, List<Outcome> outcomes) {

    /** Requires all three and copies the outcomes. */
    public JournalEntry {
        requireNonNull(answered, "answered");
        requireNonNull(error, "error");
        outcomes = List.copyOf(outcomes);
    }
}
