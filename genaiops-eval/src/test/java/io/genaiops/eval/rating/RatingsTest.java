package io.genaiops.eval.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.asset.Digest;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.statistics.Proportion;
import io.genaiops.eval.statistics.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingsTest {

    private static final Criterion TONE = Criterion.grades("tone", 1, 5);
    private static final Criterion SAFE = Criterion.yesNo("safe");
    private static final Resampling RESAMPLING = Resampling.seeded(1).times(500);

    @ParameterizedTest
    @CsvSource({"yes, 1", "' YES ', 1", "TRUE, 1", "1, 1", "y, 1", "no, 0", "N, 0", "false, 0", "0, 0"})
    void yes_and_no_may_be_written_in_many_ways(String cell, double value) throws Exception {
        assertThat(SAFE.read(cell).score()).hasValue(value);
    }

    @ParameterizedTest
    @CsvSource({"maybe", "2", "-", "yess", "'1;0'"})
    void what_is_neither_yes_nor_no_is_refused(String cell) {
        assertThatThrownBy(() -> SAFE.read(cell)).hasMessageContaining("must be yes or no, or n/a; found: '" + cell);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "1e2", "0x3", "3-4", "99999999999999999999", "'1,000.5'", "٣ of 5"})
    void what_is_no_number_is_refused(String cell) {
        assertThatThrownBy(() -> Criterion.number("share", 0, 100).read(cell)).hasMessageContaining("'share' must be");
    }

    @Test
    void a_rater_is_an_evaluator_of_the_answers_on_the_sheet() {
        Ratings ada = ratings("ada", TONE, 5, 2);
        Evaluator human = ada.evaluator("tone");
        Evaluation evaluation = EvaluatorChain.of(human.atLeast(4)).evaluate(sample(0));

        assertThat(human.id().name()).isEqualTo("human:ada/tone");
        assertThat(evaluation.passed()).isTrue();
        assertThat(human.evaluate(sample(1)).score()).hasValue(2);
        assertThat(human.evaluate(sample(2)).kind()).isEqualTo(Outcome.Kind.NOT_APPLICABLE);
        assertThat(human.evaluate(sample(0).answered("another answer")).explanation())
                .isEqualTo("ada did not rate this answer");
        assertThat(human.evaluate(sample(0).unanswered()).explanation()).isEqualTo("the sample has no response");
        assertThat(ratings("ada", TONE, 5, 3).id("tone")).isNotEqualTo(human.id());
        assertThat(ratings("ada", TONE, 5, 2).id("tone")).isEqualTo(human.id());
        assertThatThrownBy(() -> ada.evaluator("taste")).hasMessageContaining("they have [tone]");
        assertThatThrownBy(() -> ratings("a/b", TONE, 1)).hasMessageContaining("'a/b'");
    }

    @Test
    void equal_answers_of_two_variants_get_the_mean() {
        Digest answer = CellText.exact("same");
        Ratings ratings = new Ratings(
                "ada",
                List.of(TONE),
                List.of(rating("s", "v", answer, 5), rating("s", "w", answer, 2), rating("t", "v", answer, 1)));

        assertThat(ratings.evaluator("tone")
                        .evaluate(Sample.of("q").withId("s").answered("same"))
                        .score())
                .hasValue(3.5);
    }

    @Test
    void several_raters_give_agreement_per_criterion() {
        Ratings ada = ratings("ada", TONE, 1, 2, 3, 4, 5);
        Ratings bob = ratings("bob", TONE, 1, 2, 3, 4, 4);
        Ratings eve = ratings("eve", TONE, 5, 4, 3, 2, 1);
        RaterAgreement alike = RaterAgreement.of("tone", List.of(ada, bob), RESAMPLING);
        RaterAgreement three = RaterAgreement.of("tone", List.of(ada, bob, eve), RESAMPLING);

        assertThat(alike.answers()).isEqualTo(5);
        assertThat(alike.alpha().orElseThrow()).isGreaterThan(0.9);
        assertThat(alike.pairs()).singleElement().satisfies(pair -> {
            assertThat(pair.agreement()).contains(new Proportion(4, 5));
            // Squared distances: 1/5 seen; all 25 pairs give 2.0 + 1.36 + (3 - 2.8)^2 = 3.4 by chance.
            assertThat(pair.kappa().orElseThrow()).isCloseTo(1 - 0.2 / 3.4, within(1e-12));
        });
        assertThat(three.alpha().orElseThrow()).isLessThan(0);
        assertThat(three.pairs()).hasSize(3);
    }

    @Test
    void answers_that_one_rater_left_out_show_nothing_and_are_counted() {
        Ratings ada = ratings("ada", TONE, 1, 2, 3);
        Ratings bob = ratings("bob", TONE, 1, 3);
        RaterAgreement agreement = RaterAgreement.of("tone", List.of(ada, bob), RESAMPLING);

        assertThat(agreement.answers()).isEqualTo(2);
        assertThat(agreement.alone()).isEqualTo(1);
        assertThatThrownBy(() -> RaterAgreement.of("tone", List.of(ada), RESAMPLING))
                .hasMessageContaining("two raters");
        assertThatThrownBy(() -> RaterAgreement.of("tone", List.of(ada, ada), RESAMPLING))
                .hasMessageContaining("different names");
        assertThatThrownBy(() -> RaterAgreement.of(
                        "tone", List.of(ada, ratings("bob", Criterion.grades("tone", 1, 7), 1)), RESAMPLING))
                .hasMessageContaining("one scale");
    }

    private static Ratings ratings(String rater, Criterion criterion, double... scores) {
        List<Rating> all = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            all.add(rating("s" + i, "v", CellText.exact("answer " + i), scores[i]));
        }
        return new Ratings(rater, List.of(criterion), all);
    }

    private static Rating rating(String sample, String variant, Digest answer, double score) {
        return new Rating(
                sample, variant, answer, Map.of("tone", Outcome.scored(score, TONE.scale(), TONE.direction(), "")), "");
    }

    private static Sample sample(int i) {
        return Sample.of("question " + i).withId("s" + i).answered("answer " + i);
    }
}
