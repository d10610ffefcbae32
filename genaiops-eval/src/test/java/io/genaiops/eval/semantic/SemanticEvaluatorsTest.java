package io.genaiops.eval.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.lang.Character.UnicodeScript;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticEvaluatorsTest {

    private static Stream<Evaluator> all(EmbeddingModel model) {
        return Stream.of(
                SemanticEvaluators.similarity(model),
                SemanticEvaluators.relevance(model),
                SemanticEvaluators.tokenMatching(model),
                SemanticEvaluators.tokenMatching(model).precision(),
                SemanticEvaluators.tokenMatching(model).recall(),
                SemanticEvaluators.tokenMatching(model).window(3),
                SemanticEvaluators.tokenMatching(model).weightedBy(List.of("a b", "b c")));
    }

    static Stream<Evaluator> all() {
        return all(new TableModel());
    }

    private static Sample sample(String response, String... references) {
        return Sample.of("question").expecting(references).answered(response);
    }

    private static double score(Evaluator evaluator, Sample sample) {
        Outcome outcome = evaluator.evaluate(sample);
        return outcome.score().orElseThrow(() -> new AssertionError(evaluator + " gave no score: " + outcome));
    }

    @Test
    void similarity_is_the_cosine_with_the_nearest_reference() {
        TableModel model = new TableModel()
                .with("answer", 3, 4)
                .with("far", -4, 3)
                .with("near", 4, 3)
                .with("opposite", -30, -40);
        Evaluator similarity = SemanticEvaluators.similarity(model);
        assertThat(score(similarity, sample("answer", "far"))).isCloseTo(0, within(1e-12));
        assertThat(score(similarity, sample("answer", "opposite"))).isCloseTo(-1, within(1e-12));
        Outcome outcome = similarity.evaluate(sample("answer", "far", "near", "opposite"));
        assertThat(outcome.score().orElseThrow()).isCloseTo(24 / 25.0, within(1e-12));
        assertThat(outcome.explanation()).startsWith("cosine with reference 2 of 3");
        assertThat(model.asked).hasSize(3);
    }

    @Test
    void relevance_is_the_cosine_with_the_question() {
        TableModel model = new TableModel().with("question", 1, 1).with("answer", 1, 0);
        assertThat(score(
                        SemanticEvaluators.relevance(model),
                        Sample.of("question").answered("answer")))
                .isCloseTo(Math.sqrt(0.5), within(1e-12));
    }

    /** Worked out by hand: rows a b, columns a c; cosines a-a 1, a-c 0, b-a .6, b-c .8. */
    @Test
    void token_matching_is_greedy_in_both_directions() {
        TableModel model = new TableModel()
                .with("a", 1, 0)
                .with("b", 0.6f, 0.8f)
                .with("c", 0, 1)
                .with("d", -1, 0);
        TokenMatching matching = SemanticEvaluators.tokenMatching(model);
        Sample sample = sample("a b", "a, c.");
        assertThat(score(matching.precision(), sample)).isCloseTo((1 + 0.8) / 2, within(1e-6));
        assertThat(score(matching.recall(), sample)).isCloseTo((1 + 0.8) / 2, within(1e-6));
        Sample repeated = sample("a a b", "c");
        assertThat(score(matching.precision(), repeated)).isCloseTo(0.8 / 3, within(1e-6));
        assertThat(score(matching.recall(), repeated)).isCloseTo(0.8, within(1e-6));
        assertThat(score(matching, repeated)).isCloseTo(2 * (0.8 / 3) * 0.8 / (0.8 / 3 + 0.8), within(1e-6));
        assertThat(score(matching, sample("a", "d"))).isEqualTo(0);
        assertThat(score(matching, sample("a", "d", "a"))).isEqualTo(1);
    }

    @Test
    void rare_words_weigh_more_when_words_are_weighted() {
        TableModel model =
                new TableModel().with("the", 1, 0, 0).with("owl", 0, 1, 0).with("cat", 0, 0, 1);
        TokenMatching plain = SemanticEvaluators.tokenMatching(model);
        TokenMatching weighted = plain.weightedBy(List.of("the cat", "the dog", "The owl"));
        Sample sample = sample("the cat", "the owl");
        assertThat(score(plain, sample)).isEqualTo(0.5);
        assertThat(score(weighted, sample)).isEqualTo(0);
        assertThat(weighted.evaluate(sample("the", "the owl")).explanation()).contains("the response has no word");
        assertThat(weighted.evaluate(sample("the owl", "the")).explanation()).contains("no reference has a word");
        // ln(4/2) for cat, ln(4/1) for a word of no text: idf of Zhang et al. 2020, section 3, with plus-one smoothing.
        model.with("emu", 0, 0, 1);
        assertThat(score(weighted.precision(), sample("owl emu", "cat")))
                .isCloseTo(Math.log(4) / (Math.log(4) + Math.log(2)), within(1e-12));
    }

    @Test
    void windows_are_runs_of_words_and_all_words_of_a_short_text() {
        TableModel model = new TableModel();
        TokenMatching matching = SemanticEvaluators.tokenMatching(model).window(3);
        assertThat(score(matching, sample("one two", "one two three four"))).isPositive();
        assertThat(model.asked).containsExactly(List.of("one two", "one two three", "two three four"));
    }

    @Test
    void letters_of_scripts_without_spaces_are_pieces_of_their_own() {
        assertThat(Pieces.words("Größe, 3km! 猫です x")).containsExactly("Größe", "3km", "猫", "で", "す", "x");
        assertThat(Pieces.words(" \ud83d! ")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_a_sample_lacks_is_not_applicable(Evaluator evaluator) {
        assertThat(evaluator.evaluate(Sample.of("q").expecting("a")))
                .isEqualTo(Outcome.notApplicable("the sample has no response"));
        assertThat(evaluator.evaluate(sample(" \n", "a"))).isEqualTo(Outcome.notApplicable("the response is blank"));
        Sample unreferenced = Sample.of(" ").expecting(" ").answered("a");
        assertThat(evaluator.evaluate(unreferenced).explanation()).contains("blank");
        assertThat(evaluator.effort()).isEqualTo(Evaluator.Effort.EMBEDDING);
    }

    @Test
    void punctuation_alone_has_nothing_to_match() {
        TokenMatching matching = SemanticEvaluators.tokenMatching(new TableModel());
        assertThat(matching.evaluate(sample("?!", "a"))).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(matching.evaluate(sample("a", "..."))).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(score(matching, sample("a", "...", "a"))).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
    void vectors_without_a_direction_give_no_score(float broken) {
        TableModel model = new TableModel();
        for (String text : List.of("question", "a", "a a a")) {
            model.with(text, broken, 0);
        }
        all(model).forEach(evaluator -> {
            Outcome outcome = evaluator.evaluate(sample("a a a", "a a a"));
            assertThat(outcome).as(evaluator.toString()).isInstanceOf(Outcome.Unscored.class);
            assertThat(outcome.explanation()).contains("without a direction");
        });
    }

    @Test
    void vectors_of_two_dimensions_are_an_error_that_says_so() {
        TableModel model =
                new TableModel().with("question", 1, 2, 3).with("a", 1, 2).with("b", 1, 2, 3);
        Outcome outcome = SemanticEvaluators.similarity(model).evaluate(sample("a", "b"));
        assertThat(outcome).isInstanceOf(Outcome.Errored.class);
        assertThat(outcome.explanation()).contains("must have one dimension; found: 2 and 3");
        all(model)
                .limit(4)
                .forEach(evaluator ->
                        assertThat(evaluator.evaluate(sample("a", "b"))).isInstanceOf(Outcome.Errored.class));
    }

    @Test
    void a_failing_model_is_an_error_and_recovers() {
        EmbeddingModel down = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                throw new IllegalStateException("down");
            }
        };
        all(down)
                .forEach(evaluator -> assertThat(
                                evaluator.evaluate(sample("a", "c")).explanation())
                        .contains("down"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_equal_text_scores_highest_and_scores_are_repeatable(Evaluator evaluator) {
        Random random = new Random(9);
        for (int i = 0; i < 50; i++) {
            String text = text(random) + " start";
            String other = text(random) + " end";
            Sample equal = Sample.of(text).expecting(text).answered(text);
            Outcome outcome = evaluator.evaluate(Sample.of(text).expecting(text).answered(other));
            assertThat(score(evaluator, equal)).isCloseTo(1, within(1e-9));
            assertThat(outcome)
                    .isInstanceOf(Outcome.Scored.class)
                    .isEqualTo(
                            evaluator.evaluate(Sample.of(text).expecting(text).answered(other)));
        }
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 6)
                .mapToObj(i ->
                        List.of("alpha", "beta", "gamma,", "DELTA", "3.5", "é").get(i))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_further_reference_never_lowers_the_score(Evaluator evaluator) {
        Random random = new Random(11);
        for (int i = 0; i < 50; i++) {
            String response = text(random) + " x";
            String one = text(random) + " y";
            double alone = score(evaluator, sample(response, one));
            if (!evaluator.id().name().matches(".*_(precision|recall)")) {
                assertThat(score(evaluator, sample(response, one, text(random) + " z")))
                        .isGreaterThanOrEqualTo(alone);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void hostile_texts_end_with_an_outcome(Evaluator evaluator) {
        for (String unit : List.of("a", "a ", "ab\n", ". ", "\ud83d", "\u0000", "\u200b\u0301", "猫", "x1 ")) {
            String text = unit.repeat(1_000_000 / unit.length());
            assertThat(evaluator.evaluate(sample(text, text))).isInstanceOf(Outcome.NotApplicable.class);
            String shorter = unit.repeat(40_000 / unit.length());
            assertThat(evaluator.evaluate(sample(shorter + "b", shorter, "b")).kind())
                    .isIn(Outcome.Kind.SCORED, Outcome.Kind.NOT_APPLICABLE);
        }
        String many = IntStream.range(0, 5_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        Outcome outcome = evaluator.evaluate(sample(many, many));
        assertThat(outcome.kind()).isIn(Outcome.Kind.SCORED, Outcome.Kind.NOT_APPLICABLE);
    }

    @Test
    void bounds_are_said_with_the_figures() {
        Evaluator similarity = SemanticEvaluators.similarity(new TableModel());
        assertThat(similarity.evaluate(sample("a".repeat(50_001), "a")).explanation())
                .contains("at most 50000", "found 50001");
        String[] many = Collections.nCopies(101, "a").toArray(String[]::new);
        assertThat(similarity.evaluate(sample("a", many)).explanation()).contains("at most 100; found 101");
        String words = IntStream.range(0, 1_001).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        assertThat(SemanticEvaluators.tokenMatching(new TableModel())
                        .evaluate(sample(words, "a"))
                        .explanation())
                .contains("at most 1000 different pieces", "a response of 1001");
    }

    @Test
    void scripts_that_the_model_does_not_know_are_not_applicable() {
        TableModel model = new TableModel();
        for (Evaluator latin : List.of(
                SemanticEvaluators.similarity(model).inScripts(UnicodeScript.LATIN),
                SemanticEvaluators.relevance(model).inScripts(UnicodeScript.LATIN),
                SemanticEvaluators.tokenMatching(model).inScripts(UnicodeScript.LATIN))) {
            assertThat(latin.evaluate(sample("今日は良い天気です", "good weather")).explanation())
                    .isEqualTo("language: the response is not written in one of [LATIN]");
            assertThat(latin.evaluate(sample("Kyoto is written 京都 there", "Kyoto", "42"))
                            .isScored())
                    .isTrue();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SemanticEvaluators.similarity(model).inScripts());
    }

    @Test
    void evaluators_of_one_cache_embed_each_text_once() {
        TableModel model = new TableModel();
        EmbeddingCache cache = SemanticEvaluators.cache("table", model);
        all(cache).forEach(evaluator -> evaluator.evaluate(sample("one", "two")));
        assertThat(model.asked.stream().flatMap(List::stream)).containsExactly("two", "one", "question");
    }

    @Test
    void identities_tell_models_and_settings_apart() {
        TableModel model = new TableModel();
        Stream<Evaluator> some = all(EmbeddingCache.of("some", model));
        Stream<Evaluator> others = all(EmbeddingCache.of("others", model));
        assertThat(Stream.concat(some, others).map(Evaluator::id)).doesNotHaveDuplicates();
        TokenMatching matching = SemanticEvaluators.tokenMatching(model);
        assertThat(matching.weightedBy(List.of("a b")).id())
                .isEqualTo(matching.weightedBy(List.of("b a")).id())
                .isNotEqualTo(matching.weightedBy(List.of("a b", "a b")).id());
        assertThat(matching.inScripts(UnicodeScript.LATIN).id()).isNotEqualTo(matching.id());
    }

    @Test
    void options_are_checked_where_they_are_set() {
        TokenMatching matching = SemanticEvaluators.tokenMatching(new TableModel());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> matching.window(0))
                .withMessageContaining("found: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> matching.window(21));
        assertThatIllegalArgumentException().isThrownBy(() -> matching.weightedBy(List.of()));
    }

    @Test
    void extreme_vectors_have_a_cosine() {
        float big = Float.MAX_VALUE;
        float tiny = Float.MIN_VALUE;
        for (Map.Entry<float[], float[]> pair : Map.of(
                        new float[] {big, big}, new float[] {big, big}, new float[] {tiny, 0}, new float[] {tiny, 0})
                .entrySet()) {
            assertThat(Cosine.of(pair.getKey(), pair.getValue())).isCloseTo(1, within(1e-12));
        }
    }
}
