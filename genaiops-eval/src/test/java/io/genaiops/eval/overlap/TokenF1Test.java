package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.GUIDE;
import static io.genaiops.eval.overlap.Scoring.GUIDES;
import static io.genaiops.eval.overlap.Scoring.TROOPS;
import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenF1Test {

    private static final TokenF1 F1 = OverlapEvaluators.tokenF1();

    // Microsoft.Extensions.AI.Evaluation.NLP, which keeps articles and makes punctuation words
    @Test
    void figures_without_normalisation_are_those_published() {
        TokenF1 plain = F1.keepingArticles();
        assertThat(score(plain, "the the the the the the the", "the cat is on the mat"))
                .isCloseTo(0.30769, within(1e-5));
        assertThat(score(plain, GUIDE, GUIDES[0])).isCloseTo(0.70589, within(1e-4));
        assertThat(score(plain, TROOPS, GUIDES[2])).isCloseTo(0.4000, within(1e-4));
        assertThat(score(
                        plain.keepingPunctuation(),
                        "Completely unrelated sentence.",
                        "The quick brown fox jumps over the lazy dog."))
                .isCloseTo(0.1429, within(1e-4));
    }

    // 14 words of the answer and 14 of the reference are no articles; it is guide to action ensures that military
    // commands party: 10 are shared, so 2 * 10 / 28
    @Test
    void articles_are_left_out() {
        assertThat(score(F1, GUIDE, GUIDES[0])).isCloseTo(20.0 / 28, within(1e-12));
    }

    // the rules of the SQuAD evaluation: lower case, then punctuation, then articles, then blanks
    @ParameterizedTest
    @CsvSource({
        "the Eiffel Tower!,Eiffel tower,1",
        "Tower of Eiffel,Eiffel Tower,0.8",
        "U.S.A.,usa,1",
        "well-known,wellknown,1",
        "a,an apple,0",
        "'  An   apple. ',apple,1",
        "Paris Paris,Paris,0.6666666666666666",
        "theatre,atre,0"
    })
    void words_are_normalised_as_in_squad(String response, String reference, double expected) {
        assertThat(score(F1, response, reference)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void best_reference_counts() {
        assertThat(score(F1, "in Paris", "Rome", "in the Paris", "Lyon")).isEqualTo(1);
    }

    @Test
    void a_reference_of_nothing_but_articles_measures_nothing() {
        assertThat(outcome(F1, "the", "the a").explanation()).isEqualTo(Pairing.NO_TOKEN);
        assertThat(score(F1.keepingArticles(), "the", "the")).isEqualTo(1);
    }

    @Test
    void reason_gives_precision_and_recall() {
        assertThat(outcome(F1, "Tower of Eiffel", "Eiffel Tower").explanation())
                .isEqualTo("precision 0.6667, recall 1.0000");
    }
}
