package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OverlapEvaluatorsTest {

    private static final String ENGLISH = "The quick brown fox jumps over the lazy dog";

    static Stream<Evaluator> all() {
        return Stream.concat(overWords(), overCharacters());
    }

    static Stream<Evaluator> overWords() {
        return Stream.of(
                OverlapEvaluators.tokenF1(),
                OverlapEvaluators.bleu(),
                OverlapEvaluators.bleu().percent(),
                OverlapEvaluators.bleu().tokenizer(OverlapTokenizer.INTL),
                OverlapEvaluators.gleu(),
                OverlapEvaluators.rouge(1),
                OverlapEvaluators.rouge(2).stemmed(),
                OverlapEvaluators.rougeL(),
                OverlapEvaluators.rougeLsum(),
                OverlapEvaluators.meteor(),
                OverlapEvaluators.chrfPlusPlus(),
                OverlapEvaluators.ter(),
                OverlapEvaluators.ter().normalized());
    }

    static Stream<Evaluator> overCharacters() {
        return Stream.of(
                OverlapEvaluators.bleu().tokenizer(OverlapTokenizer.CHARACTER),
                OverlapEvaluators.chrf(),
                OverlapEvaluators.chrf().epsilonSmoothed(),
                OverlapEvaluators.levenshtein(),
                OverlapEvaluators.editSimilarity(),
                OverlapEvaluators.jaroWinkler());
    }

    private static double goodness(Evaluator evaluator, String response, String... references) {
        double score = score(evaluator, response, references);
        return evaluator.direction() == Direction.HIGHER_IS_BETTER ? score : -score;
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_equal_answer_is_best_and_an_empty_one_worst(Evaluator evaluator) {
        double equal = goodness(evaluator, ENGLISH, ENGLISH);
        double other = goodness(evaluator, "The quick dog jumps over a brown fox", ENGLISH);
        double nothing = goodness(evaluator, "", ENGLISH);
        assertThat(equal).isGreaterThan(other);
        assertThat(other).isGreaterThan(nothing);
        if (evaluator.direction() == Direction.LOWER_IS_BETTER) {
            assertThat(equal).isEqualTo(0);
        } else {
            assertThat(nothing).isEqualTo(0);
            assertThat(equal).isGreaterThan(0.999 * evaluator.scale().max());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_a_sample_lacks_is_named(Evaluator evaluator) {
        Sample asked = Sample.of("question");
        assertThat(evaluator.evaluate(asked.expecting(ENGLISH)))
                .isEqualTo(Outcome.notApplicable("the sample has no response"));
        assertThat(evaluator.evaluate(asked.answered(ENGLISH)))
                .isEqualTo(Outcome.notApplicable("the sample has no reference"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void empty_references_give_no_vacuous_score(Evaluator evaluator) {
        assertThat(outcome(evaluator, "", "")).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(outcome(evaluator, ENGLISH, "", "")).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(outcome(evaluator, ENGLISH, "", ENGLISH)).isEqualTo(outcome(evaluator, ENGLISH, ENGLISH));
    }

    @ParameterizedTest
    @MethodSource("overWords")
    void scripts_without_spaces_are_not_applicable_to_words(Evaluator evaluator) {
        for (String text : List.of("今日は良い天気です", "我们今天去公园 2026", "วันนี้อากาศดี")) {
            for (Outcome outcome : List.of(
                    outcome(evaluator, text, text),
                    outcome(evaluator, ENGLISH, text),
                    outcome(evaluator, text, ENGLISH))) {
                assertThat(outcome).isInstanceOf(Outcome.NotApplicable.class);
                assertThat(outcome.explanation()).startsWith("language");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overCharacters")
    void characters_are_compared_in_any_script(Evaluator evaluator) {
        assertThat(goodness(evaluator, "今日は良い天気です", "今日は良い天気です"))
                .isGreaterThan(goodness(evaluator, "今日は悪い天気です", "今日は良い天気です"));
        assertThat(outcome(evaluator, "😀👩‍👩‍👧", "😀👩‍👩‍👧").isScored()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("overWords")
    void a_foreign_name_in_a_text_does_no_harm(Evaluator evaluator) {
        String text = "The old capital of Japan is Kyoto, written 京都, and the new one is Tokyo";
        assertThat(outcome(evaluator, text, text).isScored()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("all")
    void scores_of_random_texts_are_on_the_scale_and_repeatable(Evaluator evaluator) {
        Random random = new Random(evaluator.id().hashCode());
        for (int i = 0; i < 100; i++) {
            String response = randomText(random);
            String[] references = {randomText(random) + " alpha beta", randomText(random) + " gamma delta"};
            Outcome outcome = outcome(evaluator, response, references);
            assertThat(outcome).isInstanceOf(Outcome.Scored.class).isEqualTo(outcome(evaluator, response, references));
        }
    }

    /** All but BLEU, which penalises against the closest length, and TER, which divides by the mean length. */
    static Stream<Evaluator> ofBestReference() {
        return all().filter(evaluator ->
                !List.of("bleu", "ter").contains(evaluator.id().name()));
    }

    @ParameterizedTest
    @MethodSource("ofBestReference")
    void a_further_reference_never_makes_the_score_worse(Evaluator evaluator) {
        Random random = new Random(6);
        for (int i = 0; i < 100; i++) {
            String response = randomText(random);
            String one = randomText(random) + " alpha beta";
            String more = randomText(random) + " gamma delta";
            assertThat(goodness(evaluator, response, one, more))
                    .isGreaterThanOrEqualTo(goodness(evaluator, response, one));
            assertThat(goodness(evaluator, response, one, more)).isEqualTo(goodness(evaluator, response, more, one));
        }
    }

    private static String randomText(Random random) {
        return Scoring.randomText(
                random, random.nextInt(15), "alpha", "beta", "gamma", "delta.", "Alpha", "3,5", "café");
    }

    @ParameterizedTest
    @MethodSource("all")
    void hostile_texts_end_with_an_outcome(Evaluator evaluator) {
        for (String unit : List.of("a", "a ", "ab\n", ". ", "\ud83d", "&amp;", "yyyy", "\u0000", "\u200b\u0301")) {
            String text = unit.repeat(4_000 / unit.length());
            Outcome outcome = outcome(evaluator, text, text + " b", "b " + text);
            assertThat(outcome.kind()).isIn(Outcome.Kind.SCORED, Outcome.Kind.NOT_APPLICABLE);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void texts_beyond_the_bounds_are_refused_with_the_figures(Evaluator evaluator) {
        String big = "a".repeat(Pairing.MOST_CHARACTERS + 1);
        assertThat(outcome(evaluator, big, "a").explanation()).contains("at most 250000", "a response of 250001");
        assertThat(outcome(evaluator, "a", big).explanation()).contains("at most 250000", "the longest of 250001");
        String[] five = {"a".repeat(220_000), "a".repeat(220_000), "a".repeat(220_000), "a".repeat(220_000), big};
        five[4] = five[0];
        assertThat(outcome(evaluator, "a", five).explanation()).contains("references of 1100000");
        String[] many = Collections.nCopies(101, "a").toArray(String[]::new);
        assertThat(outcome(evaluator, "a", many).explanation()).contains("at most 100; found 101");
    }

    @Test
    void identities_are_distinct_so_that_all_fit_in_one_chain() {
        assertThat(all().map(Evaluator::id)).doesNotHaveDuplicates();
        EvaluatorChain chain = EvaluatorChain.of(all().map(Evaluator::observed).toArray(Check[]::new));
        Evaluation evaluation = chain.evaluate(Sample.of("q").expecting(ENGLISH).answered(ENGLISH));
        assertThat(evaluation.results()).allMatch(result -> result.outcome().isScored());
    }

    @Test
    void catalogue_names_every_metric() {
        assertThat(all().map(evaluator -> evaluator.id().name()).distinct())
                .contains("token_f1", "bleu", "gleu", "rouge_1", "rouge_l", "rouge_lsum", "meteor", "chrf", "chrf++")
                .contains("ter", "levenshtein", "edit_similarity", "jaro_winkler");
        assertThat(Stream.of(
                                OverlapEvaluators.corpusBleu(),
                                OverlapEvaluators.corpusChrf(),
                                OverlapEvaluators.corpusTer(),
                                OverlapEvaluators.corpusGleu())
                        .map(evaluator -> evaluator.id().name()))
                .containsExactly("corpus_bleu", "corpus_chrf", "corpus_ter", "corpus_gleu");
    }

    @Test
    void symmetric_measures_do_not_tell_the_sides_apart() {
        Random random = new Random(8);
        for (int i = 0; i < 100; i++) {
            String some = randomText(random) + " alpha beta";
            String others = randomText(random) + " gamma delta";
            for (Evaluator evaluator : Arrays.asList(
                    OverlapEvaluators.tokenF1(),
                    OverlapEvaluators.gleu(),
                    OverlapEvaluators.rouge(1),
                    OverlapEvaluators.rougeL(),
                    OverlapEvaluators.levenshtein(),
                    OverlapEvaluators.editSimilarity(),
                    OverlapEvaluators.chrf().beta(1))) {
                assertThat(score(evaluator, some, others)).isCloseTo(score(evaluator, others, some), within(1e-12));
            }
        }
    }
}
