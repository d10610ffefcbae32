package io.genaiops.eval.trial;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Sample;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a variant made of one sample, in all repetitions.
 *
 * @param sample the row of the dataset
 * @param trials the repetitions, in order
 * @since 0.1
 */
public record ItemResult(Sample sample, List<Trial> trials) {

    /** Copies the trials. */
    public ItemResult {
        Objects.requireNonNull(sample, "sample");
        trials = List.copyOf(trials);
    }

    /** Returns the mean of the evaluator's scores over the repetitions that have one; empty if none has. */
    public OptionalDouble score(EvaluatorId evaluator) {
        return trials.stream()
                .flatMap(trial -> trial.evaluation().outcome(evaluator).stream())
                .flatMapToDouble(outcome -> outcome.score().stream())
                .average();
    }

    /** Returns the share of passes among the repetitions that were judged, 0 to 1; empty if none was. */
    public OptionalDouble passes(EvaluatorId evaluator) {
        return trials.stream()
                .flatMap(trial -> trial.evaluation().results().stream())
                .filter(result -> result.evaluator().equals(evaluator))
                .map(Evaluation.Result::judgement)
                .filter(judgement -> judgement != Judgement.INCONCLUSIVE)
                .mapToDouble(judgement -> judgement == Judgement.PASSED ? 1 : 0)
                .average();
    }

    /** Tells whether a repetition failed a check or has one without a score. */
    public boolean needsAttention() {
        return trials.stream()
                .anyMatch(trial -> !trial.isAnswered()
                        || !trial.evaluation().failures().isEmpty()
                        || !trial.evaluation().inconclusive().isEmpty());
    }
}
