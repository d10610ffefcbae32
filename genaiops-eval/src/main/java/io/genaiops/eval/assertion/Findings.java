package io.genaiops.eval.assertion;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What soft assertions found so far. Not thread-safe. */
final class Findings {

    private final List<Evaluation.Result> results = new ArrayList<>();
    private @Nullable String expected;

    void add(Evaluation evaluation, @Nullable String text) {
        results.addAll(evaluation.results());
        if (evaluation.judgement() == Judgement.FAILED && expected == null) {
            expected = text;
        }
    }

    /** Returns the text that the answer should have been, if that is what failed. */
    @Nullable
    String expected() {
        return expected;
    }

    boolean failed() {
        return results.stream().anyMatch(result -> result.judgement() == Judgement.FAILED);
    }

    Evaluation evaluation(Sample sample) {
        if (results.isEmpty()) {
            throw new IllegalStateException("softly(…) made no assertion, so nothing would be tested;"
                    + " assert on what it is given: softly(all -> all.isRelevant())");
        }
        return Evaluation.of(sample, results);
    }
}
