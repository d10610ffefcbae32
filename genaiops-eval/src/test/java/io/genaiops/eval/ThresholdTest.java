package io.genaiops.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {

    private static final Evaluator RELEVANCE =
            Evaluator.builder("relevance").scale(Scale.of(1, 5)).evaluating(sample -> Outcome.notApplicable("unused"));

    @ParameterizedTest
    @CsvSource({
        "3.999, FAILED, FAILED, PASSED, PASSED, PASSED",
        "4,     PASSED, FAILED, PASSED, FAILED, PASSED",
        "4.001, PASSED, PASSED, FAILED, FAILED, PASSED",
        "5,     PASSED, PASSED, FAILED, FAILED, FAILED",
    })
    void ends_are_kept_exactly(
            double value, Judgement atLeast, Judgement above, Judgement atMost, Judgement below, Judgement between) {
        Outcome outcome = Outcome.scored(value, Scale.of(1, 5), Direction.HIGHER_IS_BETTER, "");
        assertThat(Threshold.atLeast(4).judge(outcome)).isEqualTo(atLeast);
        assertThat(Threshold.above(4).judge(outcome)).isEqualTo(above);
        assertThat(Threshold.atMost(4).judge(outcome)).isEqualTo(atMost);
        assertThat(Threshold.below(4).judge(outcome)).isEqualTo(below);
        assertThat(Threshold.between(2, 4.5).judge(outcome)).isEqualTo(between);
    }

    @Test
    void what_is_not_a_score_is_inconclusive() {
        for (Outcome outcome : OutcomeTest.withoutScore()) {
            assertThat(Threshold.atLeast(0.5).judge(outcome)).isEqualTo(Judgement.INCONCLUSIVE);
            assertThat(Threshold.atMost(0.5).judge(outcome)).isEqualTo(Judgement.INCONCLUSIVE);
        }
    }

    @Test
    void a_check_that_cannot_fail_is_refused_when_built() {
        assertThatThrownBy(() -> RELEVANCE.atLeast(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold 'at least 1' can never fail: evaluator 'relevance' scores on 1..5;"
                        + " choose a threshold inside that scale");
        assertThatThrownBy(() -> RELEVANCE.atLeast(0)).hasMessageContaining("can never fail");
        assertThatThrownBy(() -> RELEVANCE.atMost(5)).hasMessageContaining("can never fail");
        assertThatThrownBy(() -> RELEVANCE.below(6)).hasMessageContaining("can never fail");
        assertThatThrownBy(() -> RELEVANCE.between(1, 5)).hasMessageContaining("can never fail");
        assertThatCode(() -> RELEVANCE.above(1)).doesNotThrowAnyException();
        assertThatCode(() -> RELEVANCE.below(5)).doesNotThrowAnyException();
        assertThatCode(() -> RELEVANCE.between(2, 5)).doesNotThrowAnyException();
    }

    @Test
    void a_check_that_cannot_be_passed_is_refused_when_built() {
        assertThatThrownBy(() -> RELEVANCE.atLeast(80))
                .hasMessage("threshold 'at least 80' can never be passed: evaluator 'relevance' scores on 1..5;"
                        + " choose a threshold inside that scale");
        assertThatThrownBy(() -> RELEVANCE.above(5)).hasMessageContaining("can never be passed");
        assertThatThrownBy(() -> RELEVANCE.below(1)).hasMessageContaining("can never be passed");
        assertThatCode(() -> RELEVANCE.atLeast(5)).doesNotThrowAnyException();
        assertThatCode(() -> RELEVANCE.atMost(1)).doesNotThrowAnyException();
    }

    @Test
    void an_open_scale_has_one_end_only() {
        Evaluator seconds = Evaluator.builder("latency")
                .scale(Scale.AMOUNT)
                .direction(Direction.LOWER_IS_BETTER)
                .evaluating(sample -> Outcome.notApplicable("unused"));
        assertThatCode(() -> seconds.atMost(1e12)).doesNotThrowAnyException();
        assertThatThrownBy(() -> seconds.atLeast(0)).hasMessageContaining("can never fail");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_threshold_is_finite(double value) {
        assertThatThrownBy(() -> Threshold.atLeast(value))
                .hasMessage("threshold must be a finite number; found: " + value);
        assertThatThrownBy(() -> Threshold.between(0, value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ends_in_the_wrong_order_are_refused() {
        assertThatThrownBy(() -> Threshold.between(2, 1))
                .hasMessage("threshold must leave room for a score; found: from 2.0 to 1.0");
    }

    @Test
    void a_threshold_reads_as_words() {
        assertThat(Threshold.atLeast(0.8)).hasToString("at least 0.8");
        assertThat(Threshold.below(2)).hasToString("below 2");
        assertThat(Threshold.between(1, 2.5)).hasToString("at least 1 and at most 2.5");
    }

    @Test
    void a_scale_needs_two_values() {
        assertThatThrownBy(() -> Scale.of(1, 1)).hasMessage("scale needs min < max; found: min 1.0, max 1.0");
        assertThatThrownBy(() -> Scale.of(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Scale.AMOUNT).hasToString("0..∞");
    }

    @Test
    void an_observed_check_cannot_be_required() {
        assertThatThrownBy(() -> RELEVANCE.observed().required())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a check without a threshold cannot be required");
    }
}
