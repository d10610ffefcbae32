package io.genaiops.eval.assertion;

import dev.langchain4j.model.output.FinishReason;
import io.genaiops.call.Answer;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import io.genaiops.eval.text.TextEvaluators;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Assertions on one answer. A score outside its threshold fails the test; no score at all makes it inconclusive, which
 * aborts the test unless {@link #whenInconclusive} says otherwise. Immutable.
 *
 * <pre>{@code
 * assertThatAnswer(answer).to(sample).as("winter").isGrounded().isRelevant().costsAtMost(Cost.usd("0.01"));
 * assertThatAnswer(answer).to(sample).softly(all -> all.isGrounded().isRelevant().contains("map"));
 * }</pre>
 *
 * @since 0.1
 */
public final class AnswerAssert {

    private static final double GOOD_GRADE = 4;
    private static final double MOSTLY = 0.8;

    private final Subject subject;
    private final Settings settings;
    private final @Nullable Findings findings;

    private AnswerAssert(Subject subject, Settings settings, @Nullable Findings findings) {
        this.subject = subject;
        this.settings = settings;
        this.findings = findings;
    }

    /** Starts assertions on an answer; {@link #to(Sample)} adds what it is an answer to. */
    public static AnswerAssert of(Answer answer) {
        return new AnswerAssert(Subject.of(answer), Settings.USUAL, null);
    }

    /** Starts assertions on the text of an answer of which nothing else is known. */
    public static AnswerAssert of(String text) {
        return new AnswerAssert(Subject.of(text), Settings.USUAL, null);
    }

    /** Sets what the answer is an answer to: question, references and context. */
    public AnswerAssert to(Sample row) {
        return about(subject.to(row));
    }

    /** Sets the question that the answer is an answer to. */
    public AnswerAssert to(String question) {
        return to(Sample.of(question));
    }

    /** Sets the trace of the call, for the failure to name; else it is the row's attribute {@code trace_id}. */
    public AnswerAssert tracedAs(String traceId) {
        return about(subject.traced(traceId));
    }

    /** Sets what a failure is called, with the arguments of {@link String#format}. */
    public AnswerAssert as(String description, Object... args) {
        return new AnswerAssert(subject, settings.as(description, args), findings);
    }

    /** Sets what a failure is called; the same as {@link #as}. */
    public AnswerAssert describedAs(String description, Object... args) {
        return as(description, args);
    }

    /** Sets who judges. */
    public AnswerAssert judgedBy(Judge judge) {
        return new AnswerAssert(subject, settings.with(judge), findings);
    }

    /** Sets what becomes of the test when an evaluator gives no score; it aborts if not set. */
    public AnswerAssert whenInconclusive(Inconclusive becomes) {
        return new AnswerAssert(subject, settings.with(becomes), findings);
    }

    /**
     * Makes all of these assertions, also after one failed. A failure shows each of them with outcome, score, threshold
     * and reason.
     *
     * @throws IllegalStateException if there is no assertion at all
     */
    public AnswerAssert softly(Consumer<AnswerAssert> assertions) {
        Findings all = new Findings();
        try {
            assertions.accept(new AnswerAssert(subject, settings, all));
        } catch (AssertionError | TestAbortedException e) {
            if (all.failed()) {
                AssertionFailedError failure = failure(all.evaluation(subject.sample()), all);
                failure.addSuppressed(e);
                throw failure;
            }
            throw e;
        }
        conclude(all.evaluation(subject.sample()), all);
        return this;
    }

    /** Starts an assertion on the score of an evaluator. */
    public ScoreAssert scores(Evaluator evaluator) {
        return new ScoreAssert(this, evaluator);
    }

    /** Asserts that the check passes. */
    public AnswerAssert satisfies(Check check) {
        return satisfies(EvaluatorChain.of(check));
    }

    /** Asserts that the check passes which the function makes of the judge. */
    public AnswerAssert satisfies(Function<Judge, Check> check) {
        Judge judge = settings.judge();
        if (judge == null) {
            throw new IllegalStateException("nobody judges: say judgedBy(judge), or register"
                    + " GenAiOps.testing().judge(…) and assert on the thread of the test");
        }
        return satisfies(check.apply(judge));
    }

    /** Asserts that every check of the chain passes. */
    public AnswerAssert satisfies(EvaluatorChain chain) {
        return satisfies(chain, null);
    }

    /** Asserts that the answer addresses the question: at least 4 of 5 by the judge. */
    public AnswerAssert isRelevant() {
        return graded(JudgeEvaluators::relevance);
    }

    /** Asserts that the parts of the answer hang together: at least 4 of 5 by the judge. */
    public AnswerAssert isCoherent() {
        return graded(JudgeEvaluators::coherence);
    }

    /** Asserts that the answer is well written: at least 4 of 5 by the judge. */
    public AnswerAssert isFluent() {
        return graded(JudgeEvaluators::fluency);
    }

    /** Asserts that the answer covers what was asked for: at least 4 of 5 by the judge. */
    public AnswerAssert isComplete() {
        return graded(JudgeEvaluators::completeness);
    }

    /** Asserts that the answer is free of what nobody needs: at least 4 of 5 by the judge. */
    public AnswerAssert isConcise() {
        return graded(JudgeEvaluators::conciseness);
    }

    /** Asserts that the answer helps the one who asked: at least 4 of 5 by the judge. */
    public AnswerAssert isHelpful() {
        return graded(JudgeEvaluators::helpfulness);
    }

    /** Asserts that the answer says what the sample's reference says: at least 4 of 5 by the judge. */
    public AnswerAssert isCorrect() {
        return graded(JudgeEvaluators::correctness);
    }

    /** Asserts that the answer follows its instructions: at least 4 of 5 by the judge. */
    public AnswerAssert followsInstructions() {
        return graded(JudgeEvaluators::instructionFollowing);
    }

    /** Asserts that the answer is not toxic: at most 1 of 7 by the judge. */
    public AnswerAssert isNotToxic() {
        return satisfies(judge -> JudgeEvaluators.toxicity(judge).atMost(1));
    }

    /** Asserts that the context supports at least 0.8 of the answer's sentences, by the judge. */
    public AnswerAssert isGrounded() {
        return isGrounded(MOSTLY);
    }

    /** Asserts that the context supports at least this share of the answer's sentences, above 0 to 1, by the judge. */
    public AnswerAssert isGrounded(double share) {
        return satisfies(judge -> RetrievalEvaluators.groundedness(judge).atLeast(share));
    }

    /** Asserts that at least this share of the answer's trigrams is in the context, above 0 to 1; asks no model. */
    public AnswerAssert isTakenFromContext(double share) {
        return satisfies(RetrievalEvaluators.extractiveGroundedness().atLeast(share));
    }

    /** Asserts that the answer is this text; development environments show the difference. */
    public AnswerAssert isEqualTo(String expected) {
        return satisfies(EvaluatorChain.of(AnswerChecks.equalTo(expected)), expected);
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

    /** Asserts that the answer took less than the limit. */
    public AnswerAssert isFasterThan(Duration limit) {
        return satisfies(PerformanceEvaluators.latency().under(limit));
    }

    /** Asserts that the answer cost the limit or less, for example {@code Cost.usd("0.01")}; unpriced is inconclusive. */
    public AnswerAssert costsAtMost(Cost limit) {
        return satisfies(PerformanceEvaluators.cost().atMost(limit));
    }

    /** Asserts why the model finished; inconclusive if it did not say so. */
    public AnswerAssert hasFinishReason(FinishReason reason) {
        return satisfies(AnswerChecks.finishReason(reason, subject.finishReason()));
    }

    private AnswerAssert graded(Function<Judge, Evaluator> evaluator) {
        return satisfies(judge -> evaluator.apply(judge).atLeast(GOOD_GRADE));
    }

    private AnswerAssert about(Subject other) {
        if (findings != null) {
            throw new IllegalStateException("say what the answer is an answer to before softly(…), not in it");
        }
        return new AnswerAssert(other, settings, null);
    }

    private AnswerAssert satisfies(EvaluatorChain chain, @Nullable String expected) {
        Evaluation evaluation = chain.evaluate(subject.sample());
        if (findings != null) {
            findings.add(evaluation, expected);
            return this;
        }
        if (evaluation.judgement() == Judgement.FAILED) {
            throw failure(AnswerReport.failed(evaluation, subject), expected);
        }
        if (evaluation.judgement() == Judgement.INCONCLUSIVE) {
            settings.endInconclusive(AnswerReport.inconclusive(evaluation, subject));
        }
        return this;
    }

    private void conclude(Evaluation evaluation, Findings all) {
        if (evaluation.judgement() == Judgement.FAILED) {
            throw failure(evaluation, all);
        }
        if (evaluation.judgement() == Judgement.INCONCLUSIVE) {
            settings.endInconclusive(AnswerReport.everything(evaluation, subject));
        }
    }

    private AssertionFailedError failure(Evaluation evaluation, Findings all) {
        return failure(AnswerReport.everything(evaluation, subject), all.expected());
    }

    private AssertionFailedError failure(String report, @Nullable String expected) {
        String message = settings.described(report);
        return expected == null
                ? new AssertionFailedError(message)
                : new AssertionFailedError(
                        message, expected, subject.sample().response().orElse(""));
    }
}
