package io.genaiops.eval.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Columns;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.PairedDifferences;
import io.genaiops.eval.statistics.Power;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.statistics.Verdict.Conclusion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SlicesTest {

    @Test
    void tags_know_their_items() {
        Tags tags = Tags.of(List.of(
                Sample.of("a").tagged("winter", "hard"),
                Sample.of("b"),
                Sample.of("c").tagged("winter")));

        assertThat(tags.names()).containsExactly("hard", "winter");
        assertThat(tags.items("winter")).containsExactly(0, 2);
        assertThat(tags.sizes()).containsEntry("hard", 1).containsEntry("winter", 2);
        assertThatThrownBy(() -> tags.items("wniter"))
                .hasMessage("no item is tagged 'wniter'; tags are [hard, winter]");
    }

    @Test
    void tags_of_many_items_are_those_that_a_plain_search_finds() {
        SplittableRandom random = new SplittableRandom(2);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            samples.add(Sample.of("q" + i).tagged("t" + random.nextInt(3), "u" + random.nextInt(40)));
        }
        Tags tags = Tags.of(samples);
        for (String tag : tags.names()) {
            assertThat(tags.items(tag))
                    .containsExactly(IntStream.range(0, 500)
                            .filter(i -> samples.get(i).tags().contains(tag))
                            .toArray());
        }
    }

    @Test
    void a_slice_that_falls_behind_a_better_variant_is_a_reversal() {
        Slices slices = Slices.of(reversed().with(List.of(new Caveat("stopped early", "after 200 items"))), tags(), 20);

        assertThat(slices.overall().row("clear").scores().orElseThrow().conclusion())
                .isEqualTo(Conclusion.BETTER);
        assertThat(slices.reversals())
                .extracting(finding -> finding.slice().tag())
                .containsOnly("winter");
        assertThat(slices.worse()).isEqualTo(slices.reversals());
        assertThat(slices.tooSmall()).containsExactly(Map.entry("rare", 10));
        assertThat(slices.all()).extracting(Slice::tag).containsExactly("summer", "winter");
        assertThat(slices.describe().lines().toList()).hasSize(5).satisfies(lines -> {
            assertThat(lines.get(0)).isEqualTo("stopped early: after 200 items");
            assertThat(lines.get(1))
                    .startsWith("in 'winter', clear, ")
                    .contains("b is worse than a by ", ", although over all items b is better than a by ")
                    .endsWith(" [stopped early]");
            assertThat(lines.get(3))
                    .isEqualTo("2 slices of 20 items or more, 4 tests corrected together by"
                            + " Benjamini-Hochberg [stopped early]");
            assertThat(lines.get(4)).isEqualTo("too few items to be tested: {rare=10}");
        });
    }

    @Test
    void the_p_values_of_all_slices_are_one_family() {
        Comparison overall = reversed();
        Tags tags = tags();
        double[] raw = new double[4];
        int next = 0;
        for (String tag : List.of("summer", "winter")) {
            int[] items = tags.items(tag);
            PairedDifferences scores = Statistics.paired(
                    overall.scoresOfFirst().get(0).only(items).itemScores(),
                    overall.scoresOfSecond().get(0).only(items).itemScores());
            raw[next++] = Statistics.paired(
                            passed(overall.scoresOfFirst(), items), passed(overall.scoresOfSecond(), items))
                    .verdict(Power.usual(), 0.05)
                    .pValue();
            raw[next++] =
                    scores.verdict(Power.usual(), 0.05, Resampling.seeded(1)).pValue();
        }

        assertThat(pValues(Slices.of(overall, tags, 20).all().stream()
                        .map(Slice::comparison)
                        .toList()))
                .containsExactly(Statistics.corrected(Correction.BENJAMINI_HOCHBERG, raw));
    }

    @Test
    void nothing_found_is_said_with_what_was_looked_at() {
        ScoreColumn same =
                Columns.judged("clear", new SplittableRandom(1).doubles(200).toArray());
        Comparison overall = Comparison.of("a", List.of(same), "b", List.of(same), 0.05, 1);

        assertThat(Slices.of(overall, tags(), 20).describe())
                .startsWith("no slice is known in which b falls behind a; 2 slices of 20 items or more, 4 tests");
        assertThatThrownBy(() -> Slices.of(overall, tags(), 5))
                .hasMessage("a slice of fewer than 6 items cannot show anything; found as the fewest: 5");
        assertThat(Slices.of(overall, Tags.of(List.of()), 20).questions()).isZero();
    }

    @Test
    void variants_that_do_not_differ_hardly_ever_have_a_slice_that_is_worse() {
        requireFewAlarms(50);
    }

    @Test
    @Tag("endurance")
    void variants_that_do_not_differ_hardly_ever_have_a_slice_that_is_worse_in_a_thousand_runs() {
        requireFewAlarms(1000);
    }

    private static void requireFewAlarms(int runs) {
        SplittableRandom random = new SplittableRandom(31);
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            List<Sample> samples = new ArrayList<>();
            double[] first = new double[240];
            double[] second = new double[240];
            for (int i = 0; i < first.length; i++) {
                double ease = random.nextDouble();
                first[i] = (ease + random.nextDouble()) / 2;
                second[i] = (ease + random.nextDouble()) / 2;
                samples.add(Sample.of("q" + i).tagged("t" + i % 6, "u" + random.nextInt(4)));
            }
            Comparison overall = Comparison.of(
                    "a",
                    List.of(Columns.judged("clear", first)),
                    "b",
                    List.of(Columns.judged("clear", second)),
                    0.05,
                    run);
            alarms += Slices.of(overall, Tags.of(samples), 20).worse().isEmpty() ? 0 : 1;
        }
        assertThat(alarms / (double) runs).isLessThanOrEqualTo(0.05 + 2.5 * Math.sqrt(0.0475 / runs));
    }

    private static boolean[] passed(List<ScoreColumn> columns, int[] items) {
        double[] passes = columns.get(0).only(items).itemPasses();
        boolean[] passed = new boolean[passes.length];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = passes[i] == 1;
        }
        return passed;
    }

    private static double[] pValues(List<Comparison> family) {
        return family.stream()
                .flatMap(comparison -> comparison.rows().stream())
                .flatMap(row -> row.verdicts().stream())
                .mapToDouble(Verdict::pValue)
                .toArray();
    }

    /** Of 200 items the first 150 gain and the last 50 lose. */
    private static Comparison reversed() {
        SplittableRandom random = new SplittableRandom(5);
        double[] first = new double[200];
        double[] second = new double[200];
        for (int i = 0; i < first.length; i++) {
            first[i] = 0.3 + 0.4 * random.nextDouble();
            second[i] = first[i] + (i < 150 ? 0.2 : -0.2) + 0.1 * (random.nextDouble() - 0.5);
        }
        return Comparison.of(
                "a", List.of(Columns.judged("clear", first)), "b", List.of(Columns.judged("clear", second)), 0.05, 1);
    }

    private static Tags tags() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Sample sample = Sample.of("q" + i).tagged(i < 150 ? "summer" : "winter");
            samples.add(i < 10 ? sample.tagged("rare") : sample);
        }
        return Tags.of(samples);
    }
}
