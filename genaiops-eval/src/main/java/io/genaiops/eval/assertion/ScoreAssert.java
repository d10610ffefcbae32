package io.genaiops.eval.assertion;

import io.genaiops.eval.Evaluator;

/**
 * An assertion on the score of one evaluator. The evaluator is asked once for each threshold. Immutable.
 *
 * @since 0.1
 */
public final class ScoreAssert {

    private final AnswerAssert answer;
    private final Evaluator evaluator;

    ScoreAssert(AnswerAssert answer, Evaluator evaluator) {
        this.answer = answer;
        this.evaluator = evaluator;
    }

    /** Asserts that the score is {@code value} or above. */
    public AnswerAssert atLeast(double value) {
        return answer.satisfies(evaluator.atLeast(value));
    }

    /** Asserts that the score is {@code value} or below. */
    public AnswerAssert atMost(double value) {
        return answer.satisfies(evaluator.atMost(value));
    }

    /** Asserts that the score lies above {@code value}. */
    public AnswerAssert above(double value) {
        return answer.satisfies(evaluator.above(value));
    }

    /** Asserts that the score lies below {@code value}. */
    public AnswerAssert below(double value) {
        return answer.satisfies(evaluator.below(value));
    }

    /** Asserts that the score lies between the ends, both included. */
    public AnswerAssert between(double from, double to) {
        return answer.satisfies(evaluator.between(from, to));
    }
}
