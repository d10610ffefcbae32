package io.genaiops.eval.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.text.TextEvaluators;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class SoftAssertionTest {

    private static final Evaluator TONE = Evaluator.builder("tone")
            .scale(Scale.of(1, 5))
            .evaluating(sample -> Outcome.scored(5, Scale.of(1, 5), Direction.HIGHER_IS_BETTER, "friendly"));

    private static final Evaluator BROKEN = Evaluator.builder("broken").evaluating(sample -> {
        throw new IllegalStateException("judge is down");
    });

    private final AnswerAssert answer =
            AnswerAssert.of("Bring boots.").to(Sample.of("What do I pack?").withId("pack"));

    @Test
    void all_that_pass_pass() {
        assertThatCode(() ->
                        answer.softly(all -> all.contains("boots").scores(TONE).atLeast(4)))
                .doesNotThrowAnyException();
    }

    @Test
    void a_failure_shows_every_assertion_that_was_made_with_its_outcome() {
        assertThatThrownBy(() -> answer.softly(all -> all.contains("map")
                        .scores(TONE)
                        .atLeast(4)
                        .satisfies(EvaluatorChain.of(TextEvaluators.words().observed()))
                        .satisfies(BROKEN.atLeast(0.5))))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("""
                        the answer failed 1 of 4 checks: contains_all (0, at least 1)
                          evaluator: %s
                          judged:    failed
                          score:     0 on 0..1
                          threshold: at least 1
                          reason:    missing: [map]
                          evaluator: %s
                          judged:    passed
                          score:     5 on 1..5
                          threshold: at least 4
                          reason:    friendly
                          evaluator: %s
                          judged:    only observed
                          score:     2 on 0..∞
                          threshold: none
                          reason:    none given
                          evaluator: %s
                          judged:    inconclusive
                          score:     none: ERRORED
                          threshold: at least 0.5
                          reason:    java.lang.IllegalStateException: judge is down
                          input:     What do I pack?
                          output:    Bring boots.
                          sample:    pack""".formatted(
                                TextEvaluators.containsAll("map").id(),
                                TONE.id(),
                                TextEvaluators.words().id(),
                                BROKEN.id()));
    }

    @Test
    void what_was_not_judged_makes_the_rest_inconclusive() {
        assertThatThrownBy(() -> answer.softly(all -> all.contains("boots").satisfies(BROKEN.atLeast(0.5))))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageStartingWith("""
                        inconclusive: the answer was not judged by 1 of 2 checks: broken (ERRORED, at least 0.5)
                          evaluator: contains_all\
                        """);
        assertThatThrownBy(() ->
                        answer.whenInconclusive(Inconclusive.FAILS).softly(all -> all.satisfies(BROKEN.atLeast(0.5))))
                .isInstanceOf(AssertionFailedError.class)
                .satisfies(thrown -> assertThat(Inconclusive.isCauseOf(thrown)).isTrue());
    }

    @Test
    void the_difference_view_gets_the_text_that_was_expected() {
        AssertionFailedError failure = catchThrowableOfType(
                AssertionFailedError.class,
                () -> answer.softly(all -> all.contains("boots").isEqualTo("Bring a map.")));

        assertThat(failure.getExpected().getValue()).isEqualTo("Bring a map.");
        assertThat(failure.getActual().getValue()).isEqualTo("Bring boots.");
    }

    @Test
    void the_assertion_of_another_library_hides_no_finding() {
        assertThatThrownBy(() -> answer.softly(all -> {
                    all.contains("map");
                    assertThat(1).isEqualTo(2);
                }))
                .hasMessageStartingWith("the answer failed 1 of 1 checks")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        assertThatThrownBy(() -> answer.softly(all -> {
                    all.contains("boots");
                    assertThat(1).isEqualTo(2);
                }))
                .hasMessageContaining("expected: 2");
        assertThatThrownBy(() -> answer.softly(all -> {
                    all.contains("map");
                    throw new TestAbortedException("no network");
                }))
                .isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void no_assertion_at_all_is_refused() {
        assertThatThrownBy(() -> answer.softly(all -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("softly(…) made no assertion, so nothing would be tested");
        assertThatThrownBy(() -> answer.softly(all -> all.to("another question")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before softly(…)");
    }
}
