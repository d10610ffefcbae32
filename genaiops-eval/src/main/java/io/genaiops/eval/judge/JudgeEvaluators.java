package io.genaiops.eval.judge;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The evaluators that a judge carries out. Each asks the model once, and a second time if the first reply holds no
 * usable verdict.
 *
 * @since 0.1
 */
public final class JudgeEvaluators {

    private JudgeEvaluators() {}

    /** Returns how far the answer addresses the question, 1 (not at all) to 5 (every part, nothing else). */
    public static Evaluator relevance(Judge judge) {
        Rubric rubric = judge.rubric("judge-relevance", "1.0.0", 1, 5);
        return judge.evaluator("relevance", rubric, sample -> relevance(judge, rubric, sample));
    }

    private static Outcome relevance(Judge judge, Rubric rubric, Sample sample) {
        if (sample.input().isBlank()) {
            return Outcome.notApplicable("the sample has no question");
        }
        if (sample.response().isEmpty() || sample.response().get().isBlank()) {
            return Outcome.notApplicable("the sample has no response");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("question", sample.input());
        texts.put("answer", sample.response().get());
        return judge.grade(rubric, texts);
    }
}
