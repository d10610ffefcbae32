package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PermutationTestTest {

    @Test
    void more_than_20_items_take_at_least_10000_resamples() {
        double[] twenty = new double[20];
        double[] more = new double[21];
        twenty[0] = 1;
        more[0] = 1;

        assertThat(PermutationTest.of(twenty, new Resampling(1, 100)).isExact()).isTrue();
        assertThatThrownBy(() -> PermutationTest.of(more, new Resampling(1, 9_999)))
                .hasMessage("above 20 items a permutation test takes at least 10000 resamples; found 9999");
        assertThat(PermutationTest.of(more, new Resampling(1, 10_000)).pValue()).isEqualTo(1);
    }

    private static final Resampling SEED = Resampling.seeded(1);

    // Darwin's 15 pairs of plants in eighths of an inch; Fisher 1935, section 21, counts 1,726 of 32,768 flips.
    private static final double[] DARWIN = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

    @Test
    void counts_the_flips_that_fisher_counted() {
        PermutationTest test = PermutationTest.of(DARWIN, SEED);

        assertThat(test.isExact()).isTrue();
        assertThat(test.pValue()).isEqualTo(1726 / 32768.0);
        assertThat(test.rejects(0.95)).isFalse();
        assertThat(test.rejects(0.9)).isTrue();
    }

    @Test
    void ties_that_rounding_breaks_are_counted() {
        // 0.1 + 0.2 is not 0.3 in binary; flips that tie with the observed sum must still count.
        double[] tenths = {0.1, 0.2, -0.3, 0.3, 0.1, 0.2, -0.1};
        double[] whole = Arrays.stream(tenths).map(d -> Math.rint(d * 10)).toArray();

        assertThat(PermutationTest.of(tenths, SEED).pValue())
                .isEqualTo(PermutationTest.of(whole, SEED).pValue());
    }

    @Test
    void exact_p_value_agrees_with_plain_enumeration() {
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 1; n <= 11; n++) {
            double[] differences = random.doubles(n, -1, 2).toArray();

            assertThat(PermutationTest.of(differences, SEED).pValue())
                    .isCloseTo(enumerated(differences, 0), within(1e-12));
        }
    }

    @Test
    void interval_holds_exactly_the_shifts_that_are_not_rejected() {
        SplittableRandom random = new SplittableRandom(4);
        for (int n = 6; n <= 11; n++) {
            double[] differences = random.doubles(n, -1, 2).toArray();
            Interval interval =
                    PermutationTest.of(differences, SEED).interval(0.95).orElseThrow();

            assertThat(enumerated(differences, interval.low() + 1e-9)).isGreaterThan(0.05);
            assertThat(enumerated(differences, interval.low() - 1e-9)).isLessThanOrEqualTo(0.05);
            assertThat(enumerated(differences, interval.high() - 1e-9)).isGreaterThan(0.05);
            assertThat(enumerated(differences, interval.high() + 1e-9)).isLessThanOrEqualTo(0.05);
        }
    }

    @Test
    void p_value_and_interval_never_disagree_about_zero() {
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 400; run++) {
            int n = 6 + random.nextInt(40);
            double shift = random.nextDouble();
            boolean lattice = random.nextBoolean();
            double[] differences = random.doubles(n, -1, 1)
                    .map(d -> lattice ? Math.rint(2 * (d + shift)) / 10 : d + shift)
                    .toArray();
            PermutationTest test = PermutationTest.of(differences, Resampling.seeded(run));

            assertThat(test.interval(0.95).orElseThrow().contains(0)).isEqualTo(test.pValue() > 0.05);
            assertThat(test.rejects(0.95)).isEqualTo(test.pValue() <= 0.05);
        }
    }

    @Test
    void random_flips_approach_the_exact_answer_and_never_say_zero() {
        double[] twentyOne = Arrays.copyOf(DARWIN, 21);
        double[] twenty = Arrays.copyOf(DARWIN, 20);
        Resampling many = Resampling.seeded(9).times(100_000);
        PermutationTest random = PermutationTest.of(twentyOne, many);
        PermutationTest exact = PermutationTest.of(twenty, many);

        assertThat(random.isExact()).isFalse();
        assertThat(exact.pValue()).isEqualTo(1726 / 32768.0);
        // Five standard errors of 100,000 flips.
        assertThat(random.pValue()).isCloseTo(exact.pValue(), within(5 * Math.sqrt(0.0527 * 0.947 / 100_000)));

        double[] obvious = new double[200];
        Arrays.fill(obvious, 1);
        assertThat(PermutationTest.of(obvious, SEED).pValue()).isEqualTo(1.0 / 10_001);
    }

    @Test
    void random_flips_read_every_item() {
        for (int n : new int[] {21, 23, 24, 63, 64, 65, 200}) {
            double[] last = new double[n];
            Arrays.fill(last, 1);
            last[n - 1] = -3;
            PermutationTest test = PermutationTest.of(last, SEED);
            double mean = (n - 4.0) / n;

            assertThat(test.interval(0.5).orElseThrow().contains(mean)).isTrue();
            // The sum of flipped signs has variance n - 1 + 9; its two-sided tail is compared with the normal one.
            assertThat(test.pValue()).isLessThan(0.02);
        }
    }

    @Test
    void random_flips_read_the_items_of_every_tile_once() {
        // Two items that differ by the same: a flip is as extreme as the data if it turns both or neither.
        int[][] pairs = {{0, 4095}, {4095, 4096}, {1, 8191}, {8192, 9999}, {4096, 9998}};
        for (int[] pair : pairs) {
            double[] differences = new double[10_000];
            differences[pair[0]] = 1;
            differences[pair[1]] = 1;

            // Five standard errors of 10,000 flips.
            assertThat(PermutationTest.of(differences, SEED).pValue()).isCloseTo(0.5, within(0.025));
        }
        for (int n : new int[] {4095, 4096, 4097, 8192}) {
            double[] last = new double[n];
            last[0] = 1;
            last[n - 1] = 1;

            assertThat(PermutationTest.of(last, SEED).pValue()).isCloseTo(0.5, within(0.025));
        }
    }

    @Test
    void same_seed_same_answer() {
        double[] differences = new SplittableRandom(8).doubles(50, -1, 1.3).toArray();
        PermutationTest once = PermutationTest.of(differences, Resampling.seeded(17));
        PermutationTest again = PermutationTest.of(differences, Resampling.seeded(17));
        PermutationTest other = PermutationTest.of(differences, Resampling.seeded(18));

        assertThat(again.pValue()).isEqualTo(once.pValue());
        assertThat(again.interval(0.95)).isEqualTo(once.interval(0.95));
        assertThat(other.interval(0.95)).isNotEqualTo(once.interval(0.95));
    }

    // SplitMix64 and the same flips written again in Python 3 on exact integers.
    @Test
    void random_flips_are_the_same_on_every_runtime() {
        double[] differences = new double[50];
        Arrays.setAll(differences, i -> (i * 37 % 101 - 40) / 10.0);
        PermutationTest test = PermutationTest.of(differences, Resampling.seeded(17));

        assertThat(test.pValue()).isEqualTo(219 / 10_001.0);
        assertThat(test.interval(0.95).orElseThrow().low()).isCloseTo(0.15454545454545454, within(1e-9));
        assertThat(test.interval(0.95).orElseThrow().high()).isCloseTo(1.8321428571428573, within(1e-9));
    }

    @Test
    void few_items_have_a_p_value_but_no_interval() {
        for (int n = 1; n <= 5; n++) {
            double[] differences = new double[n];
            Arrays.fill(differences, 0.4);
            PermutationTest test = PermutationTest.of(differences, SEED);

            assertThat(test.pValue()).isEqualTo(Math.scalb(1.0, 1 - n));
            assertThat(test.rejects(0.95)).isFalse();
            assertThat(test.interval(0.95)).isEmpty();
        }
    }

    @Test
    void no_difference_at_all_is_never_rejected() {
        PermutationTest test = PermutationTest.of(new double[30], SEED);

        assertThat(test.pValue()).isEqualTo(1);
        assertThat(test.interval(0.95)).contains(new Interval(0, 0, 0.95));
    }

    private static double enumerated(double[] differences, double shift) {
        int n = differences.length;
        double observed =
                Math.abs(Arrays.stream(differences).map(d -> d - shift).sum());
        int extreme = 0;
        for (int signs = 0; signs < 1 << n; signs++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double d = differences[i] - shift;
                sum += (signs >> i & 1) == 0 ? d : -d;
            }
            extreme += Math.abs(sum) >= observed - 1e-12 ? 1 : 0;
        }
        return extreme / (double) (1 << n);
    }
}
