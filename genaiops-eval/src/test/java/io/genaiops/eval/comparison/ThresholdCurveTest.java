package io.genaiops.eval.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.statistics.Statistics;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdCurveTest {

    @Test
    void there_is_a_step_at_every_score_and_nowhere_else() {
        ThresholdCurve curve = Measurement.of(Columns.observed("x", 0.2, 0.8, Double.NaN, 0.8, 1))
                .thresholdCurve();

        assertThat(curve.isComplete()).isTrue();
        assertThat(curve.points())
                .extracting(point -> point.threshold() + " " + point.passRate().rate())
                .containsExactly("at least 0.2 1.0", "at least 0.8 0.75", "at least 1 0.25");
        assertThat(curve.points().get(1).passRate().interval())
                .isEqualTo(Statistics.passRate(3, 4).wilson(0.95));
        assertThat(curve.describe().lines()).hasSize(4).contains("at least 1: pass rate 0.25 (0.046 to 0.7)");
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void it_is_what_judging_again_at_each_threshold_gives(Direction direction) {
        SplittableRandom random = new SplittableRandom(11);
        for (int run = 0; run < 60; run++) {
            int repetitions = 1 + random.nextInt(3);
            int items = 1 + random.nextInt(30);
            double[] scores = new double[items * repetitions];
            Arrays.setAll(scores, i -> random.nextInt(5) == 0 ? Double.NaN : random.nextInt(1, 10) / 10.0);
            Check check = Columns.evaluator("x", direction).observed();
            Measurement measurement = Measurement.of(Columns.repeated(check, repetitions, scores));
            ThresholdCurve curve = measurement.thresholdCurve();

            assertThat(curve.points()).hasSize((int) Arrays.stream(scores)
                    .filter(score -> !Double.isNaN(score))
                    .distinct()
                    .count());
            for (ThresholdCurve.Point point : curve.points()) {
                Measurement.PassRate again =
                        measurement.at(point.threshold()).passRate().orElseThrow();
                assertThat(point.passRate().rate()).isCloseTo(again.rate(), within(1e-9));
                assertThat(point.passRate().items()).isEqualTo(again.items());
                assertThat(point.passRate().interval().low())
                        .isCloseTo(again.interval().low(), within(1e-9));
                assertThat(point.passRate().interval().high())
                        .isCloseTo(again.interval().high(), within(1e-9));
            }
            for (int i = 1; i < curve.points().size(); i++) {
                assertThat(curve.points().get(i).passRate().rate())
                        .isLessThan(curve.points().get(i - 1).passRate().rate());
            }
        }
    }

    @Test
    void more_scores_than_points_keep_both_ends_and_exact_rates() {
        double[] scores = new SplittableRandom(2).doubles(5_000).toArray();
        Measurement measurement = Measurement.of(Columns.observed("x", scores));
        ThresholdCurve curve = measurement.thresholdCurve(50);

        assertThat(curve.points()).hasSize(50);
        assertThat(curve.differentScores()).isEqualTo(5_000);
        assertThat(curve.isComplete()).isFalse();
        assertThat(curve.points().get(0).passRate().rate()).isEqualTo(1);
        assertThat(curve.points().get(49).passRate().rate()).isEqualTo(1 / 5_000.0);
        assertThat(curve.points().get(20).passRate())
                .isEqualTo(measurement
                        .at(curve.points().get(20).threshold())
                        .passRate()
                        .orElseThrow());
        assertThat(curve.describe()).startsWith("x: 50 of 5000 steps\n");
        assertThatThrownBy(() -> measurement.thresholdCurve(1))
                .hasMessage("a curve needs room for 2 points or more; found: 1");
    }

    @Test
    void the_strictest_threshold_that_most_answers_surely_pass() {
        double[] scores = new double[100];
        Arrays.setAll(scores, i -> i < 5 ? 0.2 : i < 40 ? 0.6 : 0.9);
        ThresholdCurve curve = Measurement.of(Columns.observed("x", scores)).thresholdCurve();

        // 95 of 100 pass 0.6: Wilson from 0.888
        assertThat(curve.strictest(0.88).orElseThrow().threshold()).isEqualTo(Threshold.atLeast(0.6));
        assertThat(curve.strictest(0.89).orElseThrow().threshold()).isEqualTo(Threshold.atLeast(0.2));
        assertThat(curve.strictest(0.97)).isEmpty();
        assertThatThrownBy(() -> curve.strictest(1)).hasMessageContaining("above 0 and below 1");
    }

    @Test
    void without_a_score_there_is_nothing_to_show() {
        ThresholdCurve curve = Measurement.of(Columns.observed("x", Double.NaN)).thresholdCurve();

        assertThat(curve.points()).isEmpty();
        assertThat(curve.describe()).isEqualTo("x: no score, so no threshold can be judged");
    }

    @Test
    void figures_of_a_measurement_are_told_with_what_has_no_score() {
        assertThat(Measurement.of(Columns.judged("x", 1, 1, 0.2, Double.NaN)).describe())
                .isEqualTo("x: mean 0.73 (-0.41 to 1.88), pass rate 0.67 (0.21 to 0.94) at least 0.5, coverage 0.75,"
                        + " 3 scored, 1 errored");
        assertThat(Measurement.of(Columns.judged("x", Double.NaN)).describe())
                .isEqualTo("x: no score, coverage 0, 1 errored");
    }
}
