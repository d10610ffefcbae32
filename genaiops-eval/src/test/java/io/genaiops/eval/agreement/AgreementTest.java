package io.genaiops.eval.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Proportion;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void swap_consistency_is_the_share_of_winners_that_stayed() {
        assertThat(Agreement.swapConsistency(List.of("a", "b", "tie", "a"), List.of("a", "a", "tie", "b")))
                .isEqualTo(new Proportion(2, 4));
    }

    // By hand: 3 of 3 pairs, 1 of 3 pairs, 0 of 1 pair.
    @Test
    void self_consistency_averages_agreeing_pairs_over_items() {
        Mean consistency = Agreement.selfConsistency(
                List.of(List.of("pass", "pass", "pass"), List.of("pass", "pass", "fail"), List.of("pass", "fail")));

        assertThat(consistency.value()).isCloseTo((1 + 1 / 3.0 + 0) / 3, within(1e-12));
        assertThat(consistency.count()).isEqualTo(3);
    }

    @Test
    void self_consistency_needs_repeats() {
        assertThatThrownBy(() -> Agreement.selfConsistency(List.of(List.of("pass", "pass"), List.of("pass"))))
                .hasMessage("item 1 needs at least 2 verdicts; found 1");
        assertThatThrownBy(() -> Agreement.selfConsistency(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void labels_may_be_any_words() {
        TwoRaters raters = Agreement.between(List.of("yes", "no", "yes", "no"), List.of("yes", "no", "no", "no"));

        // By hand: 0.75 observed, 0.5 by chance.
        assertThat(raters.kappa(Weights.NONE).orElseThrow()).isCloseTo(0.5, within(1e-12));
    }
}
