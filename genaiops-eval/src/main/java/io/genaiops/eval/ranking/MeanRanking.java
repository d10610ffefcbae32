package io.genaiops.eval.ranking;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.List;

/** The mean of a measure over the samples that have it. */
record MeanRanking(EvaluatorId id, Evaluator evaluator) implements RunEvaluator {

    private static final double LEAST_COVERAGE = 0.95;

    @Override
    public Scale scale() {
        return evaluator.scale();
    }

    @Override
    public Direction direction() {
        return evaluator.direction();
    }

    @Override
    public Outcome evaluate(List<Sample> samples) {
        double sum = 0;
        int scored = 0;
        String gap = "";
        for (Sample sample : samples) {
            Outcome outcome = evaluator.evaluate(sample);
            if (outcome.kind() == Outcome.Kind.ERRORED) {
                return outcome;
            }
            if (outcome instanceof Outcome.Scored score) {
                sum += score.value();
                scored++;
            } else if (gap.isEmpty()) {
                gap = "; first of the others: sample '" + sample.id() + "': " + outcome.explanation();
            }
        }
        String coverage = "mean of " + scored + " of " + samples.size() + " samples" + gap;
        return scored == 0 || scored < LEAST_COVERAGE * samples.size()
                ? Outcome.notApplicable(coverage)
                : Outcome.scored(Math.min(1, sum / scored), scale(), direction(), coverage);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
