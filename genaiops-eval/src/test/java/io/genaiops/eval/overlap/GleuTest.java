package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.GUIDE;
import static io.genaiops.eval.overlap.Scoring.GUIDES;
import static io.genaiops.eval.overlap.Scoring.TROOPS;
import static io.genaiops.eval.overlap.Scoring.corpusScore;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GleuTest {

    private static final Gleu GLEU = OverlapEvaluators.gleu();
    private static final String READER = "he read the book because he was interested in world history";
    private static final String INTEREST = "he was interested in world history because he read the book";

    // NLTK, gleu_score.py
    @Test
    void single_references_score_as_published() {
        assertThat(score(GLEU, GUIDE, GUIDES[0])).isCloseTo(0.43939, within(1e-5));
        assertThat(score(GLEU, TROOPS, GUIDES[0])).isCloseTo(0.12069, within(1e-5));
        assertThat(score(GLEU, READER, INTEREST)).isCloseTo(0.7895, within(1e-4));
        assertThat(score(GLEU, "the the the the the the the", "the cat is on the mat"))
                .isCloseTo(0.0909, within(1e-4));
        assertThat(score(GLEU, "John loves Mary", "The candidate has no alignment to any of the references"))
                .isZero();
    }

    @Test
    void further_references_never_lower_the_score() {
        assertThat(score(GLEU, GUIDE, GUIDES)).isCloseTo(0.4393939, within(1e-7));
    }

    // NLTK, gleu_score.py: 0.5673 for the corpus, where the mean of the sentences is 0.6144
    @Test
    void corpus_score_is_not_the_mean() {
        assertThat(corpusScore(GLEU.corpus(), List.of(GUIDE, READER), List.of(List.of(GUIDES), List.of(INTEREST))))
                .isCloseTo(0.5673, within(1e-4));
        assertThat((score(GLEU, GUIDE, GUIDES[0]) + score(GLEU, READER, INTEREST)) / 2)
                .isCloseTo(0.6144, within(1e-4));
    }

    @Test
    void orders_up_to_the_highest_are_counted() {
        // a b c against a b d: 2 of 3 unigrams; with bigrams 2 + 1 of 3 + 2
        assertThat(score(GLEU.maxOrder(1), "a b c", "a b d")).isEqualTo(2.0 / 3);
        assertThat(score(GLEU.maxOrder(2), "a b c", "a b d")).isEqualTo(3.0 / 5);
        assertThat(score(GLEU.lowercased().maxOrder(1), "A b", "a B")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sides_can_be_exchanged(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            String some = Scoring.randomText(random, 1 + random.nextInt(12), "a", "b", "c", "d");
            String others = Scoring.randomText(random, 1 + random.nextInt(12), "a", "b", "c", "d");
            assertThat(score(GLEU, some, others)).isEqualTo(score(GLEU, others, some));
        }
    }
}
