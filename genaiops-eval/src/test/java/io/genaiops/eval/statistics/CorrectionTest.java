package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CorrectionTest {

    private static final Offset<Double> ROUNDING = within(1e-12);

    // By hand: sorted .005, .01, .03, .04 times 4, 3, 2, 1, made rising.
    @Test
    void holm_steps_down() {
        assertThat(Correction.HOLM.adjust(0.01, 0.04, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, ROUNDING);
    }

    // SciPy 1.17.1, false_discovery_control([.01, .04, .03, .005, .5]).
    @Test
    void benjamini_hochberg_steps_up() {
        assertThat(Statistics.corrected(Correction.BENJAMINI_HOCHBERG, 0.01, 0.04, 0.03, 0.005, 0.5))
                .containsExactly(new double[] {0.025, 0.05, 0.05, 0.025, 0.5}, ROUNDING);
    }

    // Benjamini, Hochberg 1995, section 3: of 15 p-values the procedure rejects 4 at 0.05, Holm's (and Bonferroni's) 3.
    @Test
    void benjamini_hochberg_finds_what_the_paper_finds() {
        double[] paper = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1
        };

        assertThat(Arrays.stream(Correction.BENJAMINI_HOCHBERG.adjust(paper)).filter(p -> p <= 0.05))
                .hasSize(4);
        assertThat(Arrays.stream(Correction.HOLM.adjust(paper)).filter(p -> p <= 0.05))
                .hasSize(3);
    }

    @Test
    void corrected_values_keep_order_and_never_shrink() {
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < 200; run++) {
            double[] values = random.doubles(1 + random.nextInt(12)).toArray();
            for (Correction correction : Correction.values()) {
                double[] corrected = correction.adjust(values);
                for (int i = 0; i < values.length; i++) {
                    assertThat(corrected[i]).isBetween(values[i], 1.0);
                    for (int j = 0; j < values.length; j++) {
                        assertThat(values[i] < values[j] && corrected[i] > corrected[j])
                                .isFalse();
                    }
                }
            }
            assertThat(Correction.HOLM.adjust(values)[0])
                    .isGreaterThanOrEqualTo(Correction.BENJAMINI_HOCHBERG.adjust(values)[0] - 1e-15);
        }
    }

    @Test
    void nothing_in_nothing_out_and_one_is_left_alone() {
        assertThat(Correction.HOLM.adjust()).isEmpty();
        assertThat(Correction.HOLM.adjust(0.03)).containsExactly(0.03);
        assertThatThrownBy(() -> Correction.HOLM.adjust(0.1, Double.NaN))
                .hasMessage("p-value 1 must lie between 0 and 1; found NaN");
    }
}
