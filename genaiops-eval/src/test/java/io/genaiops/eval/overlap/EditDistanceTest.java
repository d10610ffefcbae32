package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    private static final EditDistance DISTANCE = OverlapEvaluators.levenshtein();
    private static final EditDistance SIMILARITY = OverlapEvaluators.editSimilarity();
    private static final EditDistance JARO_WINKLER = OverlapEvaluators.jaroWinkler();

    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "Saturday,Sunday,3", "flaw,lawn,2", "intention,execution,5", "'',abc,3", "a,a,0"})
    void levenshtein_counts_edits(String response, String reference, int expected) {
        assertThat(score(DISTANCE, response, reference)).isEqualTo(expected);
        assertThat(score(SIMILARITY, response, reference))
                .isCloseTo(1 - (double) expected / Math.max(response.length(), reference.length()), within(1e-12));
    }

    // Winkler (1990), table 1, rounded there to three or four places
    @ParameterizedTest
    @CsvSource({
        "SHACKLEFORD,SHACKELFORD,0.9818",
        "DUNNINGHAM,CUNNIGHAM,0.8963",
        "NICHLESON,NICHULSON,0.9556",
        "JONES,JOHNSON,0.8324",
        "MASSEY,MASSIE,0.9333",
        "ABROMS,ABRAMS,0.9222",
        "MARTHA,MARHTA,0.9611",
        "DWAYNE,DUANE,0.8400",
        "DIXON,DICKSONX,0.8133",
        "HARDIN,MARTINEZ,0.7222",
        "ABC,XYZ,0"
    })
    void jaro_winkler_is_that_of_the_literature(String response, String reference, double expected) {
        assertThat(score(JARO_WINKLER, response, reference)).isCloseTo(expected, within(1e-4));
    }

    @Test
    void a_common_beginning_lifts_only_what_is_alike() {
        // jaro of abcxxxxx and abcyyyyy: 3/8, 3/8, 1 -> .5833, not over .7
        assertThat(score(JARO_WINKLER, "abcxxxxx", "abcyyyyy")).isCloseTo((3 / 8.0 + 3 / 8.0 + 1) / 3, within(1e-12));
    }

    @Test
    void characters_are_code_points() {
        assertThat(score(DISTANCE, "a😀b", "ab")).isEqualTo(1);
        assertThat(score(DISTANCE, "東京", "京都")).isEqualTo(2);
        assertThat(score(SIMILARITY, "😀", "😁")).isZero();
        assertThat(score(DISTANCE, "\ud83d", "😀")).isEqualTo(1);
    }

    @Test
    void nearest_reference_counts_and_case_can_be_ignored() {
        assertThat(score(DISTANCE, "cat", "dog", "cart", "bird")).isEqualTo(1);
        assertThat(score(SIMILARITY, "cat", "dog", "cart", "bird")).isEqualTo(0.75);
        assertThat(score(JARO_WINKLER, "cat", "dog", "cat")).isEqualTo(1);
        assertThat(score(DISTANCE, "CAT", "cat")).isEqualTo(3);
        assertThat(score(DISTANCE.lowercased(), "CAT", "cat")).isZero();
    }

    @Test
    void distances_declare_that_lower_is_better() {
        assertThat(DISTANCE.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(DISTANCE.scale()).isEqualTo(Scale.AMOUNT);
        assertThat(SIMILARITY.direction()).isEqualTo(Direction.HIGHER_IS_BETTER);
        assertThat(JARO_WINKLER.scale()).isEqualTo(Scale.UNIT);
        assertThat(DISTANCE.id()).isNotEqualTo(DISTANCE.lowercased().id());
    }

    @Test
    void more_pairs_than_the_bound_are_refused() {
        Outcome outcome = outcome(DISTANCE, "a".repeat(10_001), "b".repeat(10_000));
        assertThat(outcome).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(outcome.explanation()).contains("at most 100000000", "found 100010000");
    }

    @Test
    void distance_is_a_metric_and_equals_the_recursive_definition() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int[] a = Scoring.randomTokens(random, 6, 3);
            int[] b = Scoring.randomTokens(random, 6, 3);
            int[] c = Scoring.randomTokens(random, 6, 3);
            int distance = EditDistance.levenshtein(a, b);
            assertThat(distance).isEqualTo(recursive(a, b)).isEqualTo(EditDistance.levenshtein(b, a));
            assertThat(distance).isLessThanOrEqualTo(EditDistance.levenshtein(a, c) + EditDistance.levenshtein(c, b));
            assertThat(distance == 0).isEqualTo(Arrays.equals(a, b));
            assertThat(EditDistance.jaroWinkler(a, b)).isBetween(0.0, 1.0);
        }
    }

    private static int recursive(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length + b.length;
        }
        int[] shorterA = Arrays.copyOf(a, a.length - 1);
        int[] shorterB = Arrays.copyOf(b, b.length - 1);
        int substituted = recursive(shorterA, shorterB) + (a[a.length - 1] == b[b.length - 1] ? 0 : 1);
        return Math.min(substituted, 1 + Math.min(recursive(shorterA, b), recursive(a, shorterB)));
    }
}
