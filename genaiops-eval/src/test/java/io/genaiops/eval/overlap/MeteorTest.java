package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.GUIDE;
import static io.genaiops.eval.overlap.Scoring.GUIDES;
import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeteorTest {

    private static final Meteor METEOR = OverlapEvaluators.meteor();

    // NLTK, meteor_score.py; the other references are lower
    @Test
    void the_guide_of_the_literature_scores_as_published() {
        assertThat(score(METEOR, GUIDE, GUIDES[0])).isCloseTo(0.6944, within(1e-4));
        assertThat(score(METEOR, GUIDE, GUIDES)).isCloseTo(0.6944, within(1e-4));
        assertThat(score(METEOR, "non matching hypothesis", "this is a cat")).isZero();
    }

    // one chunk of n matches: 1 - 0.5 * (1/n)^3
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void an_equal_answer_is_one_chunk(int words) {
        String text = "word ".repeat(words);
        assertThat(score(METEOR, text, text)).isCloseTo(1 - 0.5 / Math.pow(words, 3), within(1e-12));
    }

    // b a against a b: 2 matches in 2 chunks; precision and recall 1, penalty .5 * 1
    @Test
    void order_costs_by_chunks() {
        assertThat(score(METEOR, "b a", "a b")).isCloseTo(0.5, within(1e-12));
        // c a b against a b c: 3 matches, chunks c and "a b": 1 - .5 * (2/3)^3
        assertThat(score(METEOR, "c a b", "a b c")).isCloseTo(1 - 0.5 * 8 / 27, within(1e-12));
        assertThat(score(METEOR.weights(0.9, 3, 0), "c a b", "a b c")).isCloseTo(1, within(1e-12));
    }

    // 1 match: precision 1/2, recall 1/4, mean = (1/8) / (.9/2 + .1/4), one chunk of one match halves it
    @Test
    void recall_weighs_more_than_precision() {
        assertThat(score(METEOR, "a x", "a b c d")).isCloseTo(0.5 * 0.125 / 0.475, within(1e-12));
        assertThat(score(METEOR, "a b c d", "a x")).isCloseTo(0.5 * 0.125 / 0.275, within(1e-12));
    }

    @Test
    void stems_match_after_forms() {
        assertThat(score(METEOR, "running cats", "runs cat")).isCloseTo(1 - 0.5 / 8, within(1e-12));
        assertThat(score(METEOR.withoutStemming(), "running cats", "runs cat")).isZero();
        // the exact "cats" goes to "cats", which leaves "cat" for "cat"
        assertThat(score(METEOR, "cats cat", "cats cat")).isCloseTo(1 - 0.5 / 8, within(1e-12));
        assertThat(outcome(METEOR, "cat cats", "cats cat").explanation()).contains("2 chunks");
    }

    @Test
    void synonyms_match_last_and_are_part_of_the_identity() {
        Meteor informed = METEOR.synonyms(Map.of("car", Set.of("automobile", "auto")));
        assertThat(score(METEOR, "red car", "red automobile")).isLessThan(0.5);
        assertThat(score(informed, "red car", "red automobile")).isCloseTo(1 - 0.5 / 8, within(1e-12));
        assertThat(informed.id()).isNotEqualTo(METEOR.id());
        assertThat(informed.id())
                .isEqualTo(METEOR.synonyms(Map.of("car", List.of("auto", "automobile")))
                        .id());
    }

    // each word takes the last free equal one, from the end: b -> second b, a -> a, first b -> first b
    @Test
    void alignment_takes_the_last_free_word_from_the_end() {
        assertThat(outcome(METEOR, "b a b", "b x a b").explanation())
                .isEqualTo("3 words of 3 and 4 aligned in 2 chunks");
        // the only the goes to the last of three, so "the cat" is torn apart as in NLTK
        assertThat(outcome(METEOR, "the cat", "the cat sat on the").explanation())
                .contains("2 chunks");
    }

    @Test
    void case_is_ignored() {
        assertThat(score(METEOR, "THE Cat", "the cat")).isEqualTo(score(METEOR, "the cat", "the cat"));
    }

    @Test
    void weights_out_of_range_are_refused_when_built() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> METEOR.weights(1.1, 3, 0.5))
                .withMessageContaining("alpha 1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> METEOR.weights(0.9, -1, 0.5))
                .withMessageContaining("beta -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> METEOR.weights(0.9, 3, Double.NaN));
    }
}
