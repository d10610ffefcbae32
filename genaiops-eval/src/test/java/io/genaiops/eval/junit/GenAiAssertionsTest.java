package io.genaiops.eval.junit;

import static io.genaiops.eval.junit.GenAiAssertions.assertThatAnswer;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.call.Answers;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.text.TextEvaluators;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class GenAiAssertionsTest {

    private static final Sample ROW =
            Sample.of("How long is the trail?").withId("length").groundedIn("The north trail is 12 kilometres long.");

    private static final Evaluator RELEVANCE = Evaluator.builder("relevance")
            .scale(Scale.of(1, 5))
            .evaluating(
                    sample -> Outcome.scored(2, Scale.of(1, 5), Direction.HIGHER_IS_BETTER, "off topic\nand too long"));

    private static final Evaluator BROKEN = Evaluator.builder("broken").evaluating(sample -> {
        throw new IllegalStateException("judge is down");
    });

    private static final Evaluator UNSCORED =
            Evaluator.builder("judge").evaluating(sample -> Outcome.unscored("no verdict", "I would rather not."));

    @Test
    void good_answers_pass_through_the_whole_sentence() {
        assertThatCode(() -> assertThatAnswer(Answers.saying("The north trail is 12 kilometres long."))
                        .to(ROW)
                        .isGrounded(0.8)
                        .contains("12", "kilometres")
                        .doesNotContain("miles")
                        .matches("\\d+ kilometres")
                        .isFasterThan(Duration.ofSeconds(2))
                        .scores(RELEVANCE)
                        .between(2, 3)
                        .satisfies(EvaluatorChain.of(TextEvaluators.words().atMost(10))))
                .doesNotThrowAnyException();
        assertThatCode(() -> assertThatAnswer("{}").isValidJson()).doesNotThrowAnyException();
    }

    @Test
    void a_failure_shows_each_fact_on_its_own_line() {
        assertThatThrownBy(() -> assertThatAnswer("Bring boots.\nAnd water.")
                        .to(ROW)
                        .scores(RELEVANCE)
                        .atLeast(4))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("""
                        the answer failed a check
                          evaluator: %s
                          score:     2 on 1..5
                          threshold: at least 4
                          reason:    off topic
                                     and too long
                          input:     How long is the trail?
                          output:    Bring boots.
                                     And water.""".formatted(RELEVANCE.id()));
    }

    @Test
    void several_failures_and_what_was_not_judged_are_shown_together() {
        EvaluatorChain chain = EvaluatorChain.of(
                RELEVANCE.atLeast(4), TextEvaluators.containsAll("12").atLeast(1), BROKEN.atLeast(0.5));
        assertThatThrownBy(() -> assertThatAnswer("Bring boots.").satisfies(chain))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("""
                        the answer failed 2 checks
                          evaluator: %s
                          score:     2 on 1..5
                          threshold: at least 4
                          reason:    off topic
                                     and too long
                          evaluator: %s
                          score:     0 on 0..1
                          threshold: at least 1
                          reason:    missing: [12]
                          and was not judged by
                          evaluator: %s
                          score:     none: ERRORED
                          threshold: at least 0.5
                          reason:    java.lang.IllegalStateException: judge is down
                          input:     none; give it with to(sample)
                          output:    Bring boots.""".formatted(
                                RELEVANCE.id(), TextEvaluators.containsAll("12").id(), BROKEN.id()));
    }

    @Test
    void an_evaluator_that_errored_aborts_and_blames_no_answer() {
        assertThatThrownBy(() ->
                        assertThatAnswer("Bring boots.").to(ROW).scores(BROKEN).atLeast(0.5))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("""
                        inconclusive: the answer was not judged, so it is neither good nor bad
                          evaluator: %s
                          score:     none: ERRORED
                          threshold: at least 0.5
                          reason:    java.lang.IllegalStateException: judge is down
                          input:     How long is the trail?
                          output:    Bring boots.""".formatted(BROKEN.id()));
    }

    @Test
    void an_unscored_reply_is_shown() {
        assertThatThrownBy(() -> assertThatAnswer("Bring boots.").to(ROW).satisfies(UNSCORED.atLeast(0.5)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("\n  raw reply: I would rather not.\n");
    }

    @Test
    void inconclusive_can_be_made_to_fail() {
        assertThatThrownBy(() -> assertThatAnswer("Bring boots.")
                        .whenInconclusive(Inconclusive.FAILS)
                        .to(ROW)
                        .satisfies(BROKEN.atLeast(0.5)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("inconclusive: the answer was not judged");
    }

    @Test
    void nothing_passes_for_want_of_data() {
        assertThatThrownBy(
                        () -> assertThatAnswer("12 kilometres").to("How long?").isGrounded(0.5))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("the sample has no context");
        assertThatThrownBy(() -> assertThatAnswer("12 kilometres").isFasterThan(Duration.ofSeconds(1)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("the latency is not known");
        assertThatThrownBy(() -> assertThatAnswer("a").satisfies(EvaluatorChain.of(RELEVANCE.observed())))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("because:   no check of the chain has a threshold");
        assertThatThrownBy(() -> assertThatAnswer("a").isGrounded(0)).hasMessageContaining("can never fail");
    }

    @Test
    void long_texts_are_cut() {
        assertThatThrownBy(() -> assertThatAnswer("x".repeat(5_000)).contains("y"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageEndingWith("x… (5000 characters)");
    }
}
