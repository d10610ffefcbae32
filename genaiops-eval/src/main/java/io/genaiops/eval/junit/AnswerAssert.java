package io.genaiops.eval.junit;

import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Sample;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import io.genaiops.eval.text.TextEvaluators;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Assertions on one answer. A score outside its threshold fails the test; no score at all makes it inconclusive, which
 * aborts the test unless {@link #whenInconclusive} says otherwise. Immutable.
 *
 * @since 0.1
 */
public final class AnswerAssert {

    private final UnaryOperator<Sample> answering;
    private final Sample sample;
    private final Inconclusive inconclusive;

    AnswerAssert(UnaryOperator<Sample> answering, Sample row, Inconclusive inconclusive) {
        this.answering = answering;
        this.sample = answering.apply(row);
        this.inconclusive = inconclusive;
    }

    /** Sets what the answer is an answer to: question, references and context. */
    public AnswerAssert to(Sample row) {
        return new AnswerAssert(answering, row, inconclusive);
    }

    /** Sets the question that the answer is an answer to. */
    public AnswerAssert to(String question) {
        return to(Sample.of(question));
    }

    /** Sets what becomes of the test when an evaluator gives no score; it aborts if not set. */
    public AnswerAssert whenInconclusive(Inconclusive becomes) {
        return new AnswerAssert(answering, sample, Objects.requireNonNull(becomes, "becomes"));
    }

    /** Starts an assertion on the score of an evaluator. */
    public ScoreAssert scores(Evaluator evaluator) {
        return new ScoreAssert(this, evaluator);
    }

    /** Asserts that the check passes. */
    public AnswerAssert satisfies(Check check) {
        return satisfies(EvaluatorChain.of(check));
    }

    /** Asserts that every check of the chain passes. */
    public AnswerAssert satisfies(EvaluatorChain chain) {
        Evaluation evaluation = chain.evaluate(sample);
        if (evaluation.judgement() == Judgement.FAILED) {
            throw new AssertionFailedError(FailureMessage.failed(evaluation));
        }
        if (evaluation.judgement() == Judgement.INCONCLUSIVE) {
            String message = FailureMessage.inconclusive(evaluation);
            if (inconclusive == Inconclusive.FAILS) {
                throw new AssertionFailedError(message);
            }
            throw new TestAbortedException(message);
        }
        return this;
    }

    /** Asserts that the answer contains all phrases. */
    public AnswerAssert contains(String... phrases) {
        return satisfies(TextEvaluators.containsAll(phrases).atLeast(1));
    }

    /** Asserts that the answer contains none of the phrases. */
    public AnswerAssert doesNotContain(String... phrases) {
        return satisfies(TextEvaluators.containsNone(phrases).atLeast(1));
    }

    /** Asserts that the pattern is found in the answer. */
    public AnswerAssert matches(String regex) {
        return satisfies(TextEvaluators.matches(regex).atLeast(1));
    }

    /** Asserts that the answer is one JSON value. */
    public AnswerAssert isValidJson() {
        return satisfies(TextEvaluators.validJson().atLeast(1));
    }

    /** Asserts that at least this share of the answer's trigrams is in the context, above 0 to 1; asks no model. */
    public AnswerAssert isGrounded(double share) {
        return satisfies(RetrievalEvaluators.extractiveGroundedness().atLeast(share));
    }

    /** Asserts that the answer took less than the limit. */
    public AnswerAssert isFasterThan(Duration limit) {
        return satisfies(PerformanceEvaluators.latency().under(limit));
    }
}
