package io.genaiops.eval.assertion;

import static io.genaiops.eval.junit.GenAiAssertions.assertThatAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.asset.Digest;
import io.genaiops.call.Answer;
import io.genaiops.call.Answers;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.text.TextEvaluators;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class AnswerAssertTest {

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
                        .isTakenFromContext(0.8)
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
                        the answer failed relevance (2, at least 4)
                          evaluator: %s
                          score:     2 on 1..5
                          threshold: at least 4
                          reason:    off topic
                                     and too long
                          input:     How long is the trail?
                          output:    Bring boots.
                                     And water.
                          sample:    length""".formatted(RELEVANCE.id()));
    }

    @Test
    void several_failures_and_what_was_not_judged_are_shown_together() {
        EvaluatorChain chain = EvaluatorChain.of(
                RELEVANCE.atLeast(4), TextEvaluators.containsAll("12").atLeast(1), BROKEN.atLeast(0.5));
        assertThatThrownBy(() -> assertThatAnswer("Bring boots.").satisfies(chain))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("""
                        the answer failed 2 checks: relevance (2, at least 4), contains_all (0, at least 1)
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
                        inconclusive: the answer was not judged by broken (ERRORED, at least 0.5), so it is neither good nor bad
                          evaluator: %s
                          score:     none: ERRORED
                          threshold: at least 0.5
                          reason:    java.lang.IllegalStateException: judge is down
                          input:     How long is the trail?
                          output:    Bring boots.
                          sample:    length""".formatted(BROKEN.id()));
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
                        () -> assertThatAnswer("12 kilometres").to("How long?").isTakenFromContext(0.5))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("the sample has no context");
        assertThatThrownBy(() -> assertThatAnswer("12 kilometres").isFasterThan(Duration.ofSeconds(1)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("the latency is not known");
        assertThatThrownBy(() -> assertThatAnswer("a").satisfies(EvaluatorChain.of(RELEVANCE.observed())))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("because:   no check of the chain has a threshold");
        assertThatThrownBy(() -> assertThatAnswer("a").isTakenFromContext(0)).hasMessageContaining("can never fail");
    }

    @Test
    void a_failure_says_where_to_look() {
        assertThatThrownBy(() -> assertThatAnswer(Answers.saying("Bring boots."))
                        .to(ROW)
                        .tracedAs("4bf92f3577b34da6a3ce929d0e0e4736")
                        .contains("map"))
                .hasMessage("""
                        the answer failed contains_all (0, at least 1)
                          evaluator: %s
                          score:     0 on 0..1
                          threshold: at least 1
                          reason:    missing: [map]
                          input:     How long is the trail?
                          output:    Bring boots.
                          sample:    length
                          prompt:    trail-guide:1.1.0 (%s)
                          model:     small
                          trace:     4bf92f3577b34da6a3ce929d0e0e4736""".formatted(
                                TextEvaluators.containsAll("map").id(),
                                Digest.ofText("trail-guide").abbreviated()));
        assertThatThrownBy(() -> assertThatAnswer("a")
                        .to(ROW.with("trace_id", TextNode.valueOf("0af7651916cd43dd8448eb211c80319c")))
                        .contains("map"))
                .hasMessageEndingWith("\n  sample:    length\n  trace:     0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void a_description_comes_first() {
        assertThatThrownBy(() -> assertThatAnswer("a").as("winter %d", 2026).contains("map"))
                .hasMessageStartingWith("[winter 2026] the answer failed contains_all (0, at least 1)\n");
        assertThatThrownBy(() -> assertThatAnswer("a").describedAs("100 %").satisfies(BROKEN.atLeast(0.5)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageStartingWith("[100 %] inconclusive: ");
    }

    @Test
    void an_unequal_text_carries_both_texts_for_the_difference_view() {
        assertThatCode(() -> assertThatAnswer("Pack a map.").isEqualTo("Pack a map."))
                .doesNotThrowAnyException();
        AssertionFailedError failure = catchThrowableOfType(
                AssertionFailedError.class,
                () -> assertThatAnswer("Pack a map.").isEqualTo("Pack a lamp."));

        assertThat(failure)
                .hasMessageContaining("reason:    expected 'Pack a lamp.'; the first 7 characters are the same");
        assertThat(failure.getExpected().getValue()).isEqualTo("Pack a lamp.");
        assertThat(failure.getActual().getValue()).isEqualTo("Pack a map.");
    }

    @Test
    void cost_and_finish_reason_are_asserted_where_they_are_known() {
        Answer answer = Answers.saying("Pack a map.");
        assertThatCode(() -> assertThatAnswer(answer).costsAtMost(Cost.usd("0.002")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> assertThatAnswer(answer).costsAtMost(Cost.usd("0.001")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("the answer failed cost (0.002, at most 0.001)");
        assertThatThrownBy(() -> assertThatAnswer(Answers.costing("a", Cost.unpriced("no list")))
                        .costsAtMost(Cost.usd("1")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("unpriced: no list");
        assertThatThrownBy(() -> assertThatAnswer(answer).hasFinishReason(FinishReason.STOP))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("the model did not say why it finished");
        Answer stopped = Answers.finishing("Pack a map.", FinishReason.LENGTH);
        assertThatCode(() -> assertThatAnswer(stopped).hasFinishReason(FinishReason.LENGTH))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> assertThatAnswer(stopped).hasFinishReason(FinishReason.STOP))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("reason:    expected STOP; found: LENGTH");
    }

    @Test
    void a_judge_grades_what_has_no_rule() {
        Judge good = Judge.of(
                "kind",
                ScriptedChatModel.builder()
                        .otherwise("{\"reason\": \"fine\", \"score\": 5}")
                        .build());
        assertThatCode(() -> assertThatAnswer("Pack a map.")
                        .to(ROW.expecting("A map."))
                        .judgedBy(good)
                        .isRelevant()
                        .isCoherent()
                        .isFluent()
                        .isComplete()
                        .isConcise()
                        .isHelpful()
                        .isCorrect()
                        .followsInstructions())
                .doesNotThrowAnyException();
        Judge bad = Judge.of(
                "strict",
                ScriptedChatModel.builder()
                        .otherwise("{\"reason\": \"off topic\", \"score\": 3}")
                        .build());
        assertThatThrownBy(() ->
                        assertThatAnswer("Pack a map.").to(ROW).judgedBy(bad).isRelevant())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("the answer failed relevance (3, at least 4)");
        assertThatThrownBy(() ->
                        assertThatAnswer("Pack a map.").to(ROW).judgedBy(bad).isNotToxic())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("the answer failed toxicity (3, at most 1)");
    }

    @Test
    void groundedness_passes_what_the_context_says_without_asking_the_judge() {
        Judge silent = Judge.of("silent", ScriptedChatModel.builder().build());
        assertThatCode(() -> assertThatAnswer("The north trail is 12 kilometres long.")
                        .to(ROW)
                        .judgedBy(silent)
                        .isGrounded())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> assertThatAnswer("It is steep and takes all day.")
                        .to(ROW)
                        .judgedBy(silent)
                        .isGrounded())
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("score:     none: ERRORED");
    }

    @Test
    void without_a_judge_nothing_is_graded() {
        assertThatThrownBy(() -> assertThatAnswer("Pack a map.").to(ROW).isRelevant())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "nobody judges: say judgedBy(judge), or register GenAiOps.testing().judge(…) and assert on the"
                                + " thread of the test");
    }

    @Test
    void long_texts_are_cut() {
        assertThatThrownBy(() -> assertThatAnswer("x".repeat(5_000)).contains("y"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageEndingWith("x… (5000 characters)");
    }
}
