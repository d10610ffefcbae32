package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.corpusScore;
import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerTest {

    private static final Ter TER = OverlapEvaluators.ter();

    // sacreBLEU, test_ter.py
    @ParameterizedTest
    @CsvSource({
        "aaaa bbbb cccc dddd,aaaa bbbb cccc dddd,0",
        "dddd eeee ffff,aaaa bbbb cccc,1",
        "'',a,1",
        "d e f g h a b c,a b c d e f g h,0.125"
    })
    void small_cases_are_those_of_sacrebleu(String response, String reference, double expected) {
        assertThat(score(TER, response, reference)).isCloseTo(expected, within(1e-12));
        assertThat(score(TER.percent(), response, reference)).isCloseTo(100 * expected, within(1e-9));
    }

    // sacreBLEU, test_ter.py: five sentences of WMT 2019, 0.136 to three places
    @Test
    void a_corpus_of_translations_scores_as_published() {
        List<String> responses = List.of(
                "wählen Sie \" Bild neu berechnen , \" um beim Ändern der Bildgröße Pixel hinzuzufügen oder zu"
                        + " entfernen , damit das Bild ungefähr dieselbe Größe aufweist wie die andere Größe .",
                "wenn Sie alle Aufgaben im aktuellen Dokument aktualisieren möchten , wählen Sie im Menü des"
                        + " Aufgabenbedienfelds die Option \" Alle Aufgaben aktualisieren . \"",
                "klicken Sie auf der Registerkarte \" Optionen \" auf die Schaltfläche \" Benutzerdefiniert \" und"
                        + " geben Sie Werte für \" Fehlerkorrektur-Level \" und \" Y / X-Verhältnis \" ein .",
                "Sie können beispielsweise ein Dokument erstellen , das ein Auto über die Bühne enthält .",
                "wählen Sie im Dialogfeld \" Neu aus Vorlage \" eine Vorlage aus und klicken Sie auf \" Neu . \"");
        List<String> references = List.of(
                "wählen Sie \" Bild neu berechnen , \" um beim Ändern der Bildgröße Pixel hinzuzufügen oder zu"
                        + " entfernen , damit die Darstellung des Bildes in einer anderen Größe beibehalten wird .",
                responses.get(1),
                "klicken Sie auf der Registerkarte \" Optionen \" auf die Schaltfläche \" Benutzerdefiniert \" und"
                        + " geben Sie für \" Fehlerkorrektur-Level \" und \" Y / X-Verhältnis \" niedrigere Werte"
                        + " ein .",
                "Sie können beispielsweise ein Dokument erstellen , das ein Auto enthalt , das sich über die Bühne"
                        + " bewegt .",
                responses.get(4));
        double score = corpusScore(
                OverlapEvaluators.corpusTer(),
                responses,
                references.stream().map(List::of).toList());
        assertThat(score).isCloseTo(0.136, within(1e-5));
    }

    // Snover et al. (2006), section 3: two moved blocks, SAUDI ARABIA and THIS WEEK, one shift each plus AMERICAN
    // inserted and THE dropped gives 4 edits on 13 words
    @Test
    void the_example_of_the_paper_takes_four_edits() {
        String reference = "SAUDI ARABIA denied THIS WEEK information published in the AMERICAN new york times";
        String response = "THIS WEEK THE SAUDIS denied information published in the new york times";
        assertThat(score(TER, response, reference)).isCloseTo(4 / 13.0, within(1e-12));
    }

    @Test
    void fewest_edits_count_over_the_mean_length() {
        // 1 edit to "a b c x", 4 to the other; lengths 4 and 2
        assertThat(score(TER, "a b c d", "a b c x", "y z")).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void a_long_wrong_answer_exceeds_one_and_lower_is_better() {
        assertThat(score(TER, "x y z", "a")).isEqualTo(3);
        assertThat(TER.scale()).isEqualTo(Scale.AMOUNT);
        assertThat(TER.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
    }

    @Test
    void case_and_punctuation_follow_the_options() {
        assertThat(score(TER, "The Cat", "the cat")).isZero();
        assertThat(score(TER.caseSensitive(), "The Cat", "the cat")).isEqualTo(1);
        assertThat(score(TER, "the cat.", "the cat")).isEqualTo(0.5);
        assertThat(score(TER.withoutPunctuation(), "the cat.", "the cat")).isZero();
        // normalised, "cat." is two words, one of them too much; Bob's is Bob 's
        assertThat(score(TER.normalized(), "the cat.", "the cat")).isEqualTo(0.5);
        assertThat(score(TER.normalized(), "Bob's cat", "Bob 's cat")).isZero();
        assertThat(score(TER.normalized(), "Bob's\tcat &amp; 1,5-2", "Bob 's cat & 1,5 - 2"))
                .isZero();
    }

    // a shift is one edit and at most the distance it saves, so shifts never cost; nothing beats the length difference
    @Test
    void edits_lie_between_the_length_difference_and_the_edit_distance() {
        Random random = new Random(21);
        for (int i = 0; i < 400; i++) {
            int[] response = Scoring.randomTokens(random, 14, 5);
            int[] reference = Scoring.randomTokens(random, 14, 5);
            int edits = TerAlignment.edits(response, reference);
            assertThat(edits)
                    .as(Arrays.toString(response) + " " + Arrays.toString(reference))
                    .isBetween(
                            Math.abs(response.length - reference.length),
                            EditDistance.levenshtein(response, reference));
            assertThat(TerAlignment.edits(reference, reference)).isZero();
        }
    }

    @Test
    void one_moved_block_is_one_edit() {
        Random random = new Random(22);
        for (int i = 0; i < 100; i++) {
            int[] reference = IntStream.range(0, 12).toArray();
            int start = random.nextInt(10);
            int size = 1 + random.nextInt(Math.min(4, 11 - start));
            List<Integer> moved =
                    new ArrayList<>(Arrays.stream(reference).boxed().toList());
            List<Integer> block = new ArrayList<>(moved.subList(start, start + size));
            moved.subList(start, start + size).clear();
            int target = random.nextInt(moved.size() + 1);
            moved.addAll(target, block);
            int[] response = moved.stream().mapToInt(Integer::intValue).toArray();
            assertThat(TerAlignment.edits(response, reference)).isEqualTo(target == start ? 0 : 1);
        }
    }

    // computed with sacreBLEU 2.6.0: one word of 400 is found only within the beam of 225 around the end
    @Test
    void very_unequal_lengths_widen_the_beam() {
        int[] many = IntStream.range(0, 400).toArray();
        assertThat(TerAlignment.edits(new int[] {300}, many)).isEqualTo(399);
        assertThat(TerAlignment.edits(new int[] {7}, many)).isEqualTo(400);
        assertThat(TerAlignment.edits(many, new int[] {7})).isEqualTo(399);
        assertThat(TerAlignment.edits(new int[0], many)).isEqualTo(400);
    }

    @Test
    void words_beyond_the_bound_are_refused() {
        Outcome outcome = outcome(TER, "a ".repeat(2_001), "b ".repeat(2_000));
        assertThat(outcome).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(outcome.explanation()).contains("at most 4000000", "found 4002000");
    }

    @Test
    void repetitive_texts_at_the_bound_end() {
        String many = "a b ".repeat(1_000);
        String shifted = "b a a b ".repeat(500);
        assertThat(score(TER, shifted, many)).isBetween(0.0, 1.0);
    }

    @Test
    void identity_follows_the_options() {
        assertThat(List.of(
                        TER.id(),
                        TER.normalized().id(),
                        TER.caseSensitive().id(),
                        TER.withoutPunctuation().id(),
                        TER.percent().id()))
                .doesNotHaveDuplicates();
    }
}
