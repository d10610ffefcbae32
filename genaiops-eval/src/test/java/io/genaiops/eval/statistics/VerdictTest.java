package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.statistics.Verdict.Conclusion;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private static final Power USUAL = Power.usual();

    @Test
    void better_is_said_with_the_span_and_what_could_have_been_seen() {
        Verdict verdict = new McNemar(250, 20, 80, 50).verdict(USUAL, 0.05);

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.BETTER);
        assertThat(verdict.words("1.1.0", "2.0.0"))
                .isEqualTo("2.0.0 is better than 1.1.0 by 0.1 to 0.2 (95 %, p < 0.001, 400 items);"
                        + " the sample could have seen 0.07");
    }

    @Test
    void worse_is_said_in_positive_figures() {
        Verdict verdict = new McNemar(250, 80, 20, 50).verdict(USUAL, 0.05);

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.WORSE);
        assertThat(verdict.words("1.1.0", "2.0.0")).startsWith("2.0.0 is worse than 1.1.0 by 0.1 to 0.2 (");
    }

    @Test
    void five_items_cannot_tell_and_say_how_many_could() {
        Verdict binary = new McNemar(0, 0, 5, 0).verdict(USUAL, 0.1);
        Verdict numeric = Statistics.paired(new double[] {1, 2, 3, 4, 5}, new double[] {2, 3, 4, 5, 9})
                .verdict(USUAL, 0.5, Resampling.seeded(1));

        assertThat(binary.words("a", "b"))
                .isEqualTo("cannot tell b from a: difference 1, 0 to 1 (95 %, p = 0.062, 5 items);"
                        + " so few items could not have seen any difference; about 671 items needed to see 0.1");
        assertThat(numeric.words("a", "b"))
                .isEqualTo("cannot tell b from a: difference 1.6 (95 %, p = 0.062, 5 items);"
                        + " so few items could not have seen any difference; about 59 items needed to see 0.5");
    }

    @Test
    void no_regression_is_said_only_if_a_relevant_one_would_have_been_seen() {
        McNemar table = new McNemar(900, 20, 20, 60);

        assertThat(table.verdict(USUAL, 0.02).conclusion()).isEqualTo(Conclusion.NO_DIFFERENCE);
        assertThat(table.verdict(USUAL, 0.02).words("a", "b"))
                .isEqualTo(
                        "no regression and no gain of b over a: difference 0, -0.013 to 0.013 (95 %, p = 1, 1000 items);"
                                + " the sample could have seen 0.018");
        assertThat(table.verdict(USUAL, 0.01).conclusion()).isEqualTo(Conclusion.CANNOT_TELL);
        assertThat(table.verdict(USUAL, 0.01).words("a", "b"))
                .endsWith("the sample could have seen 0.018; about 3210 items needed to see 0.01");
    }

    @Test
    void runs_without_any_difference_are_judged_by_the_share_that_could_have_changed() {
        double[] same = new double[500];
        Arrays.fill(same, 0.8);
        Verdict many = Statistics.paired(same, same).verdict(USUAL, 0.01, Resampling.seeded(1));
        Verdict few = Statistics.paired(Arrays.copyOf(same, 12), Arrays.copyOf(same, 12))
                .verdict(USUAL, 0.01, Resampling.seeded(1));

        // 1 - 0.2^(1/500) = 0.00321 of the items, each by 0.8.
        assertThat(many.detectable().orElseThrow()).isCloseTo(0.8 * 0.0032137, within(1e-6));
        assertThat(many.conclusion()).isEqualTo(Conclusion.NO_DIFFERENCE);
        assertThat(few.conclusion()).isEqualTo(Conclusion.CANNOT_TELL);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "5"})
    void too_few_items_are_never_better(int items) {
        double[] second = new double[items];
        Arrays.fill(second, 1);
        Verdict numeric = Statistics.paired(new double[items], second).verdict(USUAL, 0.1, Resampling.seeded(1));
        Verdict binary = new McNemar(0, 0, items, 0).verdict(USUAL, 0.1);

        assertThat(numeric.conclusion()).isEqualTo(Conclusion.CANNOT_TELL);
        assertThat(binary.conclusion()).isEqualTo(Conclusion.CANNOT_TELL);
        assertThat(numeric.words("a", "b")).endsWith("at least 6 items needed");
    }

    @Test
    void words_interval_and_p_value_agree_for_every_small_table() {
        int better = 0;
        for (int n = 1; n <= 24; n++) {
            for (int losses = 0; losses <= n; losses++) {
                for (int wins = 0; wins <= n - losses; wins++) {
                    Verdict verdict = new McNemar(n - wins - losses, losses, wins, 0).verdict(USUAL, 0.1);
                    boolean said = verdict.words("a", "b").contains("better");
                    boolean excluded = !verdict.interval().orElseThrow().contains(0);

                    assertThat(excluded).isEqualTo(verdict.pValue() <= USUAL.alpha());
                    assertThat(said).isEqualTo(excluded && wins > losses);
                    better += said ? 1 : 0;
                }
            }
        }
        assertThat(better).isGreaterThan(500);
    }

    @Test
    void a_table_beyond_the_range_of_double_still_has_a_verdict() {
        Verdict verdict = new McNemar(0, 0, 5000, 0).verdict(new Power(0.999999, 0.8), 0.01);

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.BETTER);
        assertThat(new McNemar(0, 0, 30, 0)
                        .verdict(new Power(1 - 1e-8, 0.8), 0.01)
                        .conclusion())
                .isEqualTo(Conclusion.CANNOT_TELL);
    }

    // The Monte Carlo standard error of a rate of 0.05 over 1,000 runs is 0.0069; three of them are allowed for.
    @Test
    void null_runs_are_called_better_or_worse_at_most_five_times_in_a_hundred() {
        int runs = 1000;
        int binary = 0;
        int few = 0;
        int many = 0;
        SplittableRandom random = new SplittableRandom(20);
        for (int run = 0; run < runs; run++) {
            binary += called(nullTable(random).verdict(USUAL, 0.05));
            few += called(nullPairs(random, 12).verdict(USUAL, 0.05, new Resampling(run, 999)));
            many += called(nullPairs(random, 80).verdict(USUAL, 0.05, Resampling.seeded(run)));
        }

        assertThat(binary / (double) runs).isLessThanOrEqualTo(0.05 + 0.021);
        assertThat(few / (double) runs).isLessThanOrEqualTo(0.05 + 0.021);
        assertThat(many / (double) runs).isBetween(0.05 - 0.021, 0.05 + 0.021);
    }

    @Test
    void a_correction_takes_back_what_it_must() {
        Verdict verdict = new McNemar(80, 5, 17, 10).verdict(USUAL, 0.05);
        Verdict corrected = verdict.adjusted(0.06);

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.BETTER);
        assertThat(corrected.conclusion()).isEqualTo(Conclusion.CANNOT_TELL);
        assertThat(corrected.interval().orElseThrow().low()).isZero();
        assertThat(verdict.adjusted(0.04).conclusion()).isEqualTo(Conclusion.BETTER);
        assertThatThrownBy(() -> verdict.adjusted(0.001)).hasMessageContaining("cannot be below");
    }

    @Test
    void figures_that_contradict_each_other_cannot_be_made_into_a_verdict() {
        Optional<Interval> above = Optional.of(new Interval(0.1, 0.2, 0.95));
        Optional<Interval> across = Optional.of(new Interval(-0.1, 0.2, 0.95));

        assertThatThrownBy(() -> verdict(above, 0.2)).hasMessageContaining("must agree");
        assertThatThrownBy(() -> verdict(across, 0.01)).hasMessageContaining("must agree");
        assertThatThrownBy(() -> verdict(Optional.empty(), 0.01)).hasMessageContaining("must agree");
        assertThatThrownBy(() -> new McNemar(1, 1, 1, 1).verdict(USUAL, 0)).hasMessageContaining("relevant");
        assertThat(verdict(above, 0.01).conclusion()).isEqualTo(Conclusion.BETTER);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1149, 0.11",
        "0.00123, 0.0012",
        "-0.05, -0.05",
        "0, 0",
        "-0.0, 0",
        "12.345, 12.3",
        "1234.5, 1234",
        "1e-9, 0.000000001"
    })
    void numbers_are_short(double value, String text) {
        assertThat(Verdict.number(value)).isEqualTo(text);
    }

    private static Verdict verdict(Optional<Interval> interval, double pValue) {
        return new Verdict(50, 0.15, pValue, interval, OptionalDouble.of(0.1), OptionalLong.empty(), USUAL, 0.05);
    }

    private static int called(Verdict verdict) {
        return verdict.conclusion() == Conclusion.BETTER || verdict.conclusion() == Conclusion.WORSE ? 1 : 0;
    }

    private static McNemar nullTable(SplittableRandom random) {
        boolean[] first = new boolean[100];
        boolean[] second = new boolean[100];
        for (int i = 0; i < 100; i++) {
            double ease = random.nextDouble();
            first[i] = random.nextDouble() < ease;
            second[i] = random.nextDouble() < ease;
        }
        return Statistics.paired(first, second);
    }

    private static PairedDifferences nullPairs(SplittableRandom random, int items) {
        double[] first = new double[items];
        double[] second = new double[items];
        for (int i = 0; i < items; i++) {
            double ease = random.nextDouble();
            first[i] = Math.pow(ease * random.nextDouble(), 2);
            second[i] = Math.pow(ease * random.nextDouble(), 2);
        }
        return Statistics.paired(first, second);
    }
}
