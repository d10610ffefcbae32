package io.genaiops.eval.comparison;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;

/** Makes columns of scores from plain numbers; NaN stands for an evaluator that failed. */
public final class Columns {

    private Columns() {}

    public static ScoreColumn observed(String evaluator, double... scores) {
        return repeated(evaluator(evaluator, Direction.HIGHER_IS_BETTER).observed(), 1, scores);
    }

    /** Scores from 0 to 1 that pass from 0.5 on. */
    public static ScoreColumn judged(String evaluator, double... scores) {
        return repeated(evaluator(evaluator, Direction.HIGHER_IS_BETTER).atLeast(0.5), 1, scores);
    }

    public static Evaluator evaluator(String name, Direction direction) {
        return Evaluator.builder(name).direction(direction).scoring(sample -> 0);
    }

    /** The repetitions of an item stand side by side. */
    public static ScoreColumn repeated(Check check, int repetitions, double... scores) {
        ScoreColumn column = ScoreColumn.of(check, scores.length / repetitions, repetitions);
        Scale scale = check.evaluator().scale();
        for (int i = 0; i < scores.length; i++) {
            Outcome outcome = Double.isNaN(scores[i])
                    ? Outcome.errored(new IllegalStateException("no score"))
                    : Outcome.scored(scores[i], scale, check.evaluator().direction(), "");
            column.set(i / repetitions, i % repetitions + 1, outcome);
        }
        return column;
    }

    /** NaN stands for a number that is not known. */
    public static QuantityColumn quantity(Quantity quantity, double... numbers) {
        QuantityColumn column = QuantityColumn.of(quantity, numbers.length, 1);
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                column.set(i, 1, numbers[i]);
            }
        }
        return column;
    }
}
