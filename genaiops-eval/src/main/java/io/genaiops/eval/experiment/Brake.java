package io.genaiops.eval.experiment;

import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.comparison.Settlement;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.trial.Trial;
import io.genaiops.eval.trial.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops a run before its end, for cost or because it is settled, and remembers why. Used below the lock of the run. */
final class Brake implements AutoCloseable {

    private final @Nullable CostCeiling ceiling;
    private final @Nullable Settlement settlement;
    private final JudgeMeter.@Nullable Lap lap;
    private final JudgeMeter.Total before;
    private Optional<String> reason = Optional.empty();

    private Brake(
            @Nullable CostCeiling ceiling,
            @Nullable Settlement settlement,
            JudgeMeter.@Nullable Lap lap,
            JudgeMeter.Total before) {
        this.ceiling = ceiling;
        this.settlement = settlement;
        this.lap = lap;
        this.before = before;
    }

    static Brake of(Experiment experiment, Trials trials, @Nullable Settlement settlement) {
        CostCeiling ceiling = experiment.ceiling == null ? null : new CostCeiling(experiment.ceiling, experiment.meter);
        JudgeMeter.Lap lap = experiment.meter == null ? null : experiment.meter.lap(trials::judged);
        return new Brake(ceiling, settlement, lap, trials.judgedBefore());
    }

    /** Returns what stops the run once this evaluator tells all variants apart; nothing does without one. */
    static @Nullable Settlement settlement(
            @Nullable String evaluator, EvaluatorChain chain, List<List<ScoreColumn>> columns) {
        if (evaluator == null) {
            return null;
        }
        List<String> names = chain.checks().stream()
                .map(check -> check.evaluator().id().name())
                .toList();
        int index = names.indexOf(evaluator);
        if (index < 0) {
            throw new IllegalStateException(
                    "the evaluator that settles must be in the chain; found: '" + evaluator + "' beside " + names);
        }
        List<ScoreColumn> scores = new ArrayList<>();
        columns.forEach(ofVariant -> scores.add(ofVariant.get(index)));
        return Settlement.between(scores);
    }

    boolean admit() {
        if (reason.isEmpty() && ceiling != null) {
            reason = ceiling.admit(judging().cost());
        }
        return reason.isEmpty();
    }

    void ended(Trial trial, boolean isCached) {
        if (ceiling != null && isCached) {
            ceiling.unspent();
        } else if (ceiling != null) {
            ceiling.ended(trial);
        }
        if (reason.isEmpty() && settlement != null) {
            reason = settlement.look();
        }
    }

    Optional<String> reason() {
        return reason;
    }

    /** Returns what the judges used in this run and those that it goes on with. */
    JudgeMeter.Total judging() {
        return lap == null ? before : before.plus(lap.total());
    }

    @Override
    public void close() {
        if (lap != null) {
            lap.close();
        }
    }
}
