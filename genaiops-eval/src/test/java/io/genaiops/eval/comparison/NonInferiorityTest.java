package io.genaiops.eval.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.comparison.NonInferiority.Conclusion;
import io.genaiops.eval.statistics.Statistics;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NonInferiorityTest {

    @Test
    void a_pass_rate_is_no_worse_where_the_paired_interval_stays_above_the_margin() {
        // 8 lost, 6 won of 200: the score interval of Tango for the difference
        Comparison comparison = ComparisonTest.compare(passes(200, 8, 6, true), passes(200, 8, 6, false));
        double low = Statistics.paired(booleans(passes(200, 8, 6, true)), booleans(passes(200, 8, 6, false)))
                .interval(0.95)
                .low();
        NonInferiority answer = comparison.passRateNoWorse("x", 0.06);

        assertThat(low).isBetween(-0.06, -0.05);
        assertThat(answer.largestLoss().orElseThrow()).isCloseTo(-low, within(1e-12));
        assertThat(answer.conclusion()).isEqualTo(Conclusion.NO_WORSE);
        assertThat(answer.isShown()).isTrue();
        assertThat(answer.words())
                .startsWith(
                        "x, pass rate: b is no worse than a by more than 0.06: at most 0.051 worse (one-sided 97.5 %,"
                                + " 200 items); the sample could have shown a margin of 0.0");
        assertThat(comparison.passRateNoWorse("x", 0.05).conclusion()).isEqualTo(Conclusion.CANNOT_TELL);
        assertThat(comparison.passRateNoWorse("x", 0.05).words())
                .startsWith(
                        "x, pass rate: cannot tell whether b is worse than a by more than 0.05: at most 0.051 worse")
                .containsPattern("; about \\d+ items needed$");
    }

    @Test
    void a_loss_beyond_the_margin_is_said() {
        double[] good = new double[60];
        Arrays.setAll(good, i -> 0.8 + 0.002 * (i % 10));
        double[] bad = Arrays.stream(good).map(score -> 2 * score - 1.2).toArray();
        NonInferiority answer = ComparisonTest.compare(Columns.observed("x", good), Columns.observed("x", bad))
                .scoreNoWorse("x", 0.1);

        assertThat(answer.conclusion()).isEqualTo(Conclusion.WORSE);
        assertThat(answer.words()).startsWith("x, score: b is worse than a by more than 0.1: at least 0.3");
    }

    @Test
    void a_large_gain_is_no_loss_although_the_sample_is_coarse() {
        SplittableRandom random = new SplittableRandom(5);
        double[] first = random.doubles(20, 0, 0.5).toArray();
        double[] second = random.doubles(20, 0.3, 1).toArray();
        NonInferiority answer = ComparisonTest.compare(Columns.observed("x", first), Columns.observed("x", second))
                .scoreNoWorse("x", 0.01);

        assertThat(answer.showableMargin().orElseThrow()).isGreaterThan(0.01);
        assertThat(answer.isShown()).isTrue();
        assertThat(answer.words()).contains(" better (one-sided");
    }

    @Test
    void five_items_show_nothing() {
        ScoreColumn five = Columns.judged("x", 1, 1, 1, 1, 1);
        NonInferiority answer = ComparisonTest.compare(five, five).scoreNoWorse("x", 0.5);

        assertThat(answer.conclusion()).isEqualTo(Conclusion.CANNOT_TELL);
        assertThat(answer.largestLoss()).isEmpty();
        assertThat(answer.words()).contains("so few items rule out nothing", "could not have shown any margin");
    }

    @Test
    void items_that_all_agree_leave_room_for_those_that_were_not_seen() {
        double[] alike = new double[30];
        Arrays.fill(alike, 0.75);
        Comparison comparison = ComparisonTest.compare(Columns.observed("x", alike), Columns.observed("x", alike));

        // 0.975^... : a share of 1 - 0.025^(1/30) = 0.116 may be unseen, each by the whole scale
        assertThat(comparison.scoreNoWorse("x", 0.1).conclusion()).isEqualTo(Conclusion.CANNOT_TELL);
        assertThat(comparison.scoreNoWorse("x", 0.12).conclusion()).isEqualTo(Conclusion.NO_WORSE);
        assertThat(comparison.scoreNoWorse("x", 0.12).largestLoss().orElseThrow())
                .isCloseTo(1 - Math.pow(0.025, 1 / 30.0), within(1e-12));
    }

    @Test
    void a_margin_must_be_a_loss() {
        Comparison comparison = ComparisonTest.compare(Columns.judged("x", 1), Columns.judged("x", 1));
        for (double margin : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> comparison.scoreNoWorse("x", margin))
                    .hasMessage("a margin must be a loss above 0; found: " + margin);
        }
    }

    @Test
    void a_loss_as_large_as_the_margin_is_hardly_ever_called_no_worse() {
        requireFewFalseClaims(150);
    }

    @Test
    @Tag("endurance")
    void a_loss_as_large_as_the_margin_is_hardly_ever_called_no_worse_in_a_thousand_runs() {
        requireFewFalseClaims(1000);
    }

    @Test
    void no_loss_is_often_shown_by_as_many_items_as_are_said_to_be_needed() {
        SplittableRandom random = new SplittableRandom(8);
        int shown = 0;
        for (int run = 0; run < 60; run++) {
            NonInferiority small = scores(random, 60, 0, 0.05).scoreNoWorse("x", 0.05);
            int needed = (int) small.itemsNeeded().orElseThrow();
            shown += scores(random, needed, 0, 0.05).scoreNoWorse("x", 0.05).isShown() ? 1 : 0;
        }

        // 80 % power, two and a half standard errors of 60 runs
        assertThat(shown / 60.0).isGreaterThan(0.67);
    }

    /** The true loss is exactly the margin, so a claim is false: at most 2.5 %, and three standard errors. */
    private static void requireFewFalseClaims(int runs) {
        double most = 0.025 + 3 * Math.sqrt(0.025 * 0.975 / runs);
        SplittableRandom random = new SplittableRandom(6);
        assertThat(claims(runs, run -> scores(random, 60, 0.1, 0.1).scoreNoWorse("x", 0.1)))
                .isLessThanOrEqualTo(most);
        assertThat(claims(runs, run -> rates(random, 100, 0.1).passRateNoWorse("x", 0.1)))
                .isLessThanOrEqualTo(most);
        assertThat(claims(runs, run -> rareDrops(random, 40, 0.05).scoreNoWorse("x", 0.05)))
                .isLessThanOrEqualTo(most);
    }

    private static double claims(int runs, IntFunction<NonInferiority> ask) {
        int claims = 0;
        for (int run = 0; run < runs; run++) {
            claims += ask.apply(run).isShown() ? 1 : 0;
        }
        return claims / (double) runs;
    }

    private static Comparison scores(SplittableRandom random, int items, double loss, double noise) {
        double[] first = new double[items];
        double[] second = new double[items];
        for (int i = 0; i < items; i++) {
            double ease = 0.3 + 0.4 * random.nextDouble();
            first[i] = ease + noise * (random.nextDouble() - 0.5);
            second[i] = ease - loss + noise * (random.nextDouble() - 0.5);
        }
        return ComparisonTest.compare(Columns.observed("x", first), Columns.observed("x", second));
    }

    /** The first passes 8 of 10; the second loses a tenth of all items on average. */
    private static Comparison rates(SplittableRandom random, int items, double loss) {
        double[] first = new double[items];
        double[] second = new double[items];
        for (int i = 0; i < items; i++) {
            first[i] = random.nextDouble() < 0.8 ? 1 : 0;
            double keeps = first[i] == 1 ? 1 - (loss + 0.05) / 0.8 : 0.25;
            second[i] = random.nextDouble() < keeps ? 1 : 0;
        }
        return ComparisonTest.compare(Columns.judged("x", first), Columns.judged("x", second));
    }

    /** One item in twenty loses everything, the others are alike: most small samples hardly see it. */
    private static Comparison rareDrops(SplittableRandom random, int items, double share) {
        double[] first = new double[items];
        double[] second = new double[items];
        Arrays.fill(first, 1);
        Arrays.setAll(second, i -> random.nextDouble() < share ? 0 : 1);
        return ComparisonTest.compare(Columns.observed("x", first), Columns.observed("x", second));
    }

    /** Of the items, some pass only in the first and some only in the second; the rest passes in both. */
    private static ScoreColumn passes(int items, int lost, int won, boolean first) {
        double[] scores = new double[items];
        Arrays.setAll(scores, i -> i < lost ? (first ? 1 : 0) : i < lost + won ? (first ? 0 : 1) : 1);
        return Columns.judged("x", scores);
    }

    private static boolean[] booleans(ScoreColumn column) {
        boolean[] passed = new boolean[column.items()];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = column.passes(i).orElseThrow() == 1;
        }
        return passed;
    }
}
