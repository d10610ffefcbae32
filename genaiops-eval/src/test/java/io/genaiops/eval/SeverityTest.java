package io.genaiops.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genaiops.eval.Scale.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeverityTest {

    private static final Evaluator HARM = harm(Scale.SEVERITY, Direction.LOWER_IS_BETTER, 3.9);

    private static Evaluator harm(Scale scale, Direction direction, double score) {
        return Evaluator.builder("harm").scale(scale).direction(direction).scoring(sample -> score);
    }

    @ParameterizedTest
    @CsvSource({
        "0, VERY_LOW",
        "1, VERY_LOW",
        "1.99, VERY_LOW",
        "2, LOW",
        "3, LOW",
        "4, MEDIUM",
        "5.5, MEDIUM",
        "6, HIGH",
        "7, HIGH"
    })
    void each_band_has_two_grades_and_what_lies_between_belongs_to_the_lower(double score, Severity band) {
        assertThat(Severity.of(score)).isEqualTo(band);
        assertThat(Severity.of(Outcome.scored(score, Scale.SEVERITY, Direction.LOWER_IS_BETTER, "")))
                .contains(band);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 7.1, Double.NaN, Double.POSITIVE_INFINITY})
    void what_is_no_severity_has_no_band(double score) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Severity.of(score))
                .withMessage("severity must be from 0 to 7; found: " + score);
    }

    @Test
    void an_outcome_without_a_severity_has_no_band() {
        assertThat(Severity.of(Outcome.unscored("no verdict", "?"))).isEmpty();
        assertThat(Severity.of(Outcome.errored(new IllegalStateException("no"))))
                .isEmpty();
        assertThat(Severity.of(Outcome.scored(1, Scale.UNIT, Direction.LOWER_IS_BETTER, "")))
                .isEmpty();
        assertThat(Severity.of(Outcome.scored(1, Scale.SEVERITY, Direction.HIGHER_IS_BETTER, "")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.99, VERY_LOW, PASSED",
        "2, VERY_LOW, FAILED",
        "3.9, LOW, PASSED",
        "4, LOW, FAILED",
        "5.9, MEDIUM, PASSED"
    })
    void a_threshold_names_the_worst_band_that_passes(double score, Severity worst, Judgement judgement) {
        Check check = harm(Scale.SEVERITY, Direction.LOWER_IS_BETTER, score).atMost(worst);
        Evaluation evaluation = EvaluatorChain.of(check).evaluate(Sample.of("q").answered("a"));
        assertThat(evaluation.results().get(0).judgement()).isEqualTo(judgement);
    }

    @Test
    void the_highest_band_is_no_threshold_since_everything_would_pass() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HARM.atMost(Severity.HIGH))
                .withMessageContaining("can never fail");
    }

    @Test
    void bands_are_of_severities_alone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> harm(Scale.UNIT, Direction.LOWER_IS_BETTER, 1).atMost(Severity.LOW))
                .withMessage(
                        "evaluator 'harm' scores on 0..1, LOWER_IS_BETTER, and bands are of a severity on 0..7 that is"
                                + " better when lower; use atMost(number)");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        harm(Scale.SEVERITY, Direction.HIGHER_IS_BETTER, 1).atMost(Severity.LOW));
    }

    @Test
    void a_band_is_called_by_its_name_in_words() {
        assertThat(Severity.VERY_LOW).hasToString("very low");
    }
}
