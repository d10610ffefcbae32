package io.genaiops.eval.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Columns;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.ScoreColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlipsTest {

    @Test
    void those_that_moved_furthest_come_first() {
        Flips flips = flips(
                Columns.judged("clear", 0.6, 0.9, 0.2, 0.9, 0.1), Columns.judged("clear", 0.4, 0.1, 0.9, 0.8, 0.2));

        assertThat(flips.worse()).extracting(Flip::id).containsExactly("s1", "s0");
        assertThat(flips.worse().get(0)).hasToString("s1 (item 1): 0.9 to 0.1");
        assertThat(flips.better()).extracting(Flip::item).containsExactly(2);
        assertThat(flips.lost()).isEmpty();
    }

    @Test
    void a_missing_judgement_is_no_flip_and_does_not_vanish() {
        Flips flips = flips(
                Columns.judged("clear", 0.9, 0.1, Double.NaN, Double.NaN),
                Columns.judged("clear", Double.NaN, Double.NaN, 0.9, Double.NaN));

        assertThat(flips.worse()).isEmpty();
        assertThat(flips.better()).isEmpty();
        assertThat(flips.lost()).extracting(Flip::id).containsExactly("s0", "s1");
        assertThat(flips.lost().get(0)).hasToString("s0 (item 0): 0.9 to no score");
        assertThat(flips.gained()).extracting(Flip::id).containsExactly("s2");
        assertThat(flips.describe()).contains("clear, judged only in a: 2 items\n  s0 (item 0): 0.9 to no score");
    }

    @Test
    void most_repetitions_decide_and_a_half_decides_nothing() {
        Flips flips = flips(
                Columns.repeated(
                        Columns.evaluator("clear", Direction.HIGHER_IS_BETTER).atLeast(0.5),
                        3,
                        1,
                        1,
                        0,
                        1,
                        0,
                        Double.NaN,
                        0,
                        0,
                        1),
                Columns.repeated(
                        Columns.evaluator("clear", Direction.HIGHER_IS_BETTER).atLeast(0.5),
                        3,
                        0,
                        1,
                        0,
                        0,
                        0,
                        0,
                        1,
                        1,
                        1));

        assertThat(flips.worse()).extracting(Flip::id).containsExactly("s0");
        assertThat(flips.better()).extracting(Flip::id).containsExactly("s2");
        assertThat(flips.undecided()).isEqualTo(1);
        assertThat(flips.describe()).endsWith("1 items undecided: half of the repetitions passed");
    }

    @Test
    void they_are_those_that_a_plain_search_finds() {
        SplittableRandom random = new SplittableRandom(6);
        double[] before = random.doubles(300).toArray();
        double[] after = random.doubles(300).toArray();
        Flips flips = flips(Columns.judged("clear", before), Columns.judged("clear", after));

        for (Flip flip : flips.worse()) {
            assertThat(before[flip.item()] >= 0.5 && after[flip.item()] < 0.5).isTrue();
        }
        long worse = IntStream.range(0, 300)
                .filter(i -> before[i] >= 0.5 && after[i] < 0.5)
                .count();
        assertThat(flips.worse()).hasSize((int) worse);
        assertThat(flips.worse()).isSortedAccordingTo((one, other) -> Double.compare(other.size(), one.size()));
        assertThat(flips.describe()).contains(": " + worse + " items, of which 20 are shown");
    }

    @Test
    void scores_that_are_only_observed_do_not_flip() {
        ScoreColumn observed = Columns.observed("clear", 1);
        assertThatThrownBy(() -> flips(observed, observed))
                .hasMessage("samples flip between pass and fail, and 'clear' is only observed:"
                        + " hold it against a threshold with at(evaluator, threshold)");
    }

    @Test
    void caveats_stand_above_and_behind_the_counts() {
        Comparison comparison = comparison(Columns.judged("clear", 1), Columns.judged("clear", 0))
                .with(List.of(new Caveat("forced", "they differ")));

        assertThat(Flips.of(comparison, "clear", List.of(Sample.of("q").withId("s0")))
                        .describe())
                .startsWith(
                        "forced: they differ\nclear, passed by a, failed by b: 1 item [forced]\n  s0 (item 0): 1 to 0");
    }

    private static Flips flips(ScoreColumn first, ScoreColumn second) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < first.items(); i++) {
            samples.add(Sample.of("q").withId("s" + i));
        }
        return Flips.of(comparison(first, second), "clear", samples);
    }

    private static Comparison comparison(ScoreColumn first, ScoreColumn second) {
        return Comparison.of("a", List.of(first), "b", List.of(second), 0.05, 1);
    }
}
