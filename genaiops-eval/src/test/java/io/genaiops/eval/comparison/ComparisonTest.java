package io.genaiops.eval.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Direction;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Verdict;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void effects_count_won_lost_and_tied_items() {
        Comparison.Row row = compare(
                        Columns.judged("clear", 0, 0.2, 0.4, 0.6, Double.NaN, 1),
                        Columns.judged("clear", 0.1, 0.6, 0.4, 0.4, 1, 1))
                .row("clear");

        assertThat(row.paired()).isEqualTo(5);
        assertThat(row.unpaired()).isEqualTo(1);
        Effect effect = row.scoreEffect().orElseThrow();
        assertThat(effect.won()).isEqualTo(2);
        assertThat(effect.lost()).isEqualTo(1);
        assertThat(effect.tied()).isEqualTo(2);
        assertThat(effect.winRate().orElseThrow().rate()).isCloseTo(2.0 / 3, within(1e-12));
        // differences .1 .4 0 -.2 0: mean .06, deviation sqrt(.192/4)
        assertThat(effect.size().orElseThrow()).isCloseTo(0.06 / Math.sqrt(0.192 / 4), within(1e-12));
        assertThat(row.passEffect().orElseThrow().won()).isEqualTo(1);
        assertThat(row.passEffect().orElseThrow().lost()).isEqualTo(1);
    }

    @Test
    void a_won_item_is_a_better_one_where_less_is_better() {
        ScoreColumn first = Columns.repeated(
                Columns.evaluator("harm", Direction.LOWER_IS_BETTER).observed(), 1, 0.5, 0.5);
        ScoreColumn second = Columns.repeated(
                Columns.evaluator("harm", Direction.LOWER_IS_BETTER).observed(), 1, 0.1, 0.5);
        Effect effect = compare(first, second).row("harm").scoreEffect().orElseThrow();

        assertThat(effect.won()).isEqualTo(1);
        assertThat(effect.size().orElseThrow()).isPositive();
    }

    @Test
    void sentences_tell_effect_and_what_was_left_out() {
        Comparison comparison = compare(
                Columns.observed("clear", 0, 0.2, 0.4, Double.NaN), Columns.observed("clear", 0.1, 0.6, 0.4, 1));

        assertThat(comparison.describe())
                .startsWith("clear, score: cannot tell b from a: difference 0.17")
                .contains("; 2 won, 0 lost, 1 tied, effect size 0.8")
                .endsWith("; 1 items without both scores are left out");
        assertThat(compare(Columns.observed("clear", Double.NaN), Columns.observed("clear", 1))
                        .describe())
                .isEqualTo("clear: no item has a score of both a and b, so nothing is known");
    }

    @Test
    void every_sentence_carries_the_marks_of_the_caveats() {
        Comparison comparison = Comparison.of(
                        "a",
                        List.of(Columns.judged("x", 0, 1), Columns.judged("y", 0, 1)),
                        "b",
                        List.of(Columns.judged("x", 1, 1), Columns.judged("y", 1, 1)),
                        0.05,
                        1)
                .with(List.of(new Caveat("stopped early", "the run ended after 2 of 9 items")));

        List<String> lines = comparison.describe().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("stopped early: the run ended after 2 of 9 items");
        assertThat(lines.subList(1, 5)).allMatch(line -> line.endsWith(" [stopped early]"));
        assertThat(comparison.corrected(Correction.HOLM).describe()).contains("[stopped early]");
        assertThat(comparison.only(0).describe()).contains("[stopped early]");
        assertThat(comparison.scoreNoWorse("x", 0.1).words()).endsWith(" [stopped early]");
    }

    @Test
    void a_part_of_the_items_is_compared_by_itself() {
        SplittableRandom random = new SplittableRandom(4);
        double[] first = random.doubles(80).toArray();
        double[] second = random.doubles(80).toArray();
        int[] items = random.ints(30, 0, 80).distinct().toArray();
        Comparison part =
                compare(Columns.judged("x", first), Columns.judged("x", second)).only(items);
        Comparison alone = compare(Columns.judged("x", pick(first, items)), Columns.judged("x", pick(second, items)));

        assertThat(part.rows()).isEqualTo(alone.rows());
    }

    @Test
    void rows_are_found_by_name() {
        Comparison comparison = compare(Columns.judged("x", 1), Columns.judged("x", 1));

        assertThat(comparison.row("x")).isEqualTo(comparison.rows().get(0));
        assertThatThrownBy(() -> comparison.row("z")).hasMessageContaining("found: 'z' beside [x 1");
    }

    @Test
    void nothing_in_common_is_no_verdict_and_no_equality() {
        Comparison comparison = compare(Columns.judged("x", 1, Double.NaN), Columns.judged("x", Double.NaN, 1));

        assertThat(comparison.row("x").verdicts()).isEmpty();
        assertThat(comparison.row("x").unpaired()).isEqualTo(2);
        assertThatThrownBy(() -> comparison.passRateNoWorse("x", 0.1))
                .hasMessage("x, pass rate: no item has one of both a and b, so nothing is known");
    }

    @Test
    void identical_scores_are_no_difference_if_there_are_enough_of_them() {
        double[] scores = new SplittableRandom(3).doubles(200).toArray();
        Comparison comparison = compare(Columns.judged("x", scores), Columns.judged("x", scores));

        assertThat(comparison.row("x").verdicts())
                .extracting(Verdict::conclusion)
                .containsOnly(Verdict.Conclusion.NO_DIFFERENCE);
    }

    static Comparison compare(ScoreColumn first, ScoreColumn second) {
        return Comparison.of("a", List.of(first), "b", List.of(second), 0.05, 1);
    }

    private static double[] pick(double[] values, int[] items) {
        double[] picked = new double[items.length];
        java.util.Arrays.setAll(picked, i -> values[items[i]]);
        return picked;
    }
}
