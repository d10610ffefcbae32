package io.genaiops.eval.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.statistics.Verdict.Conclusion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

    @Test
    void every_two_variants_are_compared() {
        Comparisons all = Comparisons.of(alike(new SplittableRandom(1), 4, 30), 0.05, 1);

        assertThat(all.pairs())
                .extracting(pair -> pair.first() + pair.second())
                .containsExactly("v0v1", "v0v2", "v0v3", "v1v2", "v1v3", "v2v3");
        assertThat(all.questions()).isEqualTo(6 * 3);
        assertThat(all.between("v3", "v1").first()).isEqualTo("v1");
        assertThatThrownBy(() -> all.between("v1", "v9"))
                .hasMessageStartingWith("no comparison of 'v1' and 'v9'; there are [v0 and v1, v0 and v2");
        assertThatThrownBy(() -> all.between("v1", "v1")).hasMessageStartingWith("no comparison of 'v1' and 'v1'");
        assertThatThrownBy(() -> Comparisons.of(Map.of("only", List.of()), 0.05, 1))
                .hasMessage("a comparison needs two variants or more; found: [only]");
    }

    @Test
    void the_p_values_of_all_pairs_and_metrics_are_one_family() {
        Map<String, List<ScoreColumn>> variants = alike(new SplittableRandom(2), 3, 40);
        double[] raw = new double[9];
        int next = 0;
        List<String> names = List.copyOf(variants.keySet());
        for (int i = 0; i < 3; i++) {
            for (int j = i + 1; j < 3; j++) {
                Comparison pair = Comparison.of(
                        names.get(i), variants.get(names.get(i)), names.get(j), variants.get(names.get(j)), 0.05, 1);
                for (Comparison.Row row : pair.measured()) {
                    for (Verdict verdict : row.verdicts()) {
                        raw[next++] = verdict.pValue();
                    }
                }
            }
        }
        assertThat(next).isEqualTo(9);
        for (Correction correction : Correction.values()) {
            List<Double> corrected = new ArrayList<>();
            Comparisons.of(variants, 0.05, 1)
                    .corrected(correction)
                    .pairs()
                    .forEach(pair -> pair.rows()
                            .forEach(row -> row.verdicts().forEach(verdict -> corrected.add(verdict.pValue()))));
            assertThat(corrected.stream().mapToDouble(Double::doubleValue).toArray())
                    .containsExactly(Statistics.corrected(correction, raw));
        }
    }

    @Test
    void correcting_twice_begins_from_the_measured_values() {
        Comparisons explored = Comparisons.of(alike(new SplittableRandom(3), 3, 40), 0.05, 1);
        Comparisons gated = explored.corrected(Correction.HOLM);

        assertThat(gated.corrected(Correction.BENJAMINI_HOCHBERG).describe()).isEqualTo(explored.describe());
        assertThat(gated.correction()).isEqualTo(Correction.HOLM);
    }

    @Test
    void caveats_stand_above_and_behind() {
        Comparisons all = Comparisons.of(alike(new SplittableRandom(4), 3, 20), 0.05, 1)
                .with(List.of(new Caveat("forced", "the datasets differ")));

        List<String> lines = all.describe().lines().toList();
        assertThat(lines).hasSize(1 + all.questions());
        assertThat(lines.get(0)).isEqualTo("forced: the datasets differ");
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.endsWith("[forced]"));
        assertThat(all.corrected(Correction.HOLM).describe()).startsWith("forced: ");
    }

    @Test
    void four_variants_that_do_not_differ_are_hardly_ever_told_apart() {
        requireFewAlarms(60);
    }

    @Test
    @Tag("endurance")
    void four_variants_that_do_not_differ_are_hardly_ever_told_apart_in_a_thousand_runs() {
        requireFewAlarms(1000);
    }

    /** At least one false alarm in a family of 18 counts; two and a half standard errors are allowed for. */
    private static void requireFewAlarms(int runs) {
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            Comparisons all = Comparisons.of(alike(new SplittableRandom(run), 4, 40), 0.05, run)
                    .corrected(Correction.HOLM);
            alarms += all.pairs().stream()
                            .flatMap(pair -> pair.rows().stream())
                            .flatMap(row -> row.verdicts().stream())
                            .anyMatch(ComparisonsTest::isAlarm)
                    ? 1
                    : 0;
        }
        assertThat(alarms / (double) runs).isLessThanOrEqualTo(0.05 + 2.5 * Math.sqrt(0.0475 / runs));
    }

    private static boolean isAlarm(Verdict verdict) {
        return verdict.conclusion() == Conclusion.BETTER || verdict.conclusion() == Conclusion.WORSE;
    }

    /** Items of different ease, scored with noise; one metric with a threshold and one without. */
    private static Map<String, List<ScoreColumn>> alike(SplittableRandom random, int variants, int items) {
        double[] ease = random.doubles(items).toArray();
        Map<String, List<ScoreColumn>> columns = new LinkedHashMap<>();
        for (int variant = 0; variant < variants; variant++) {
            double[] judged = new double[items];
            double[] observed = new double[items];
            for (int item = 0; item < items; item++) {
                judged[item] = (ease[item] + random.nextDouble()) / 2;
                observed[item] = Math.rint(4 * (ease[item] + random.nextDouble())) / 8;
            }
            columns.put("v" + variant, List.of(Columns.judged("judged", judged), Columns.observed("seen", observed)));
        }
        return columns;
    }
}
