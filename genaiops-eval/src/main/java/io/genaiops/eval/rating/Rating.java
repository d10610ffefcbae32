package io.genaiops.eval.rating;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.Digest;
import io.genaiops.eval.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one person said of one answer.
 *
 * @param sample the id of the sample
 * @param variant who answered
 * @param answer the digest of the answer
 * @param outcomes a score or {@code NotApplicable} for each criterion, by name, in the order of the sheet
 * @param comment what the rater remarked; may be empty
 * @since 0.1
 */
public record Rating(String sample, String variant, Digest answer, Map<String, Outcome> outcomes, String comment) {

    /** Copies the outcomes and keeps their order. */
    public Rating {
        requireNonNull(sample, "sample");
        requireNonNull(variant, "variant");
        requireNonNull(answer, "answer");
        requireNonNull(comment, "comment");
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /**
     * Returns what was said on a criterion.
     *
     * @throws IllegalArgumentException if the sheet has no such criterion
     */
    public Outcome outcome(String criterion) {
        Outcome outcome = outcomes.get(criterion);
        if (outcome == null) {
            throw new IllegalArgumentException(
                    "the rating has no criterion '" + criterion + "'; it has " + outcomes.keySet());
        }
        return outcome;
    }
}
