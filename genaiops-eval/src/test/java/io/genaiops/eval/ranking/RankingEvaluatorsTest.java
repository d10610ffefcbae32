package io.genaiops.eval.ranking;

import static io.genaiops.eval.ranking.Retrieved.graded;
import static io.genaiops.eval.ranking.Retrieved.sample;
import static io.genaiops.eval.ranking.Retrieved.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankingEvaluatorsTest {

    static Stream<RankingEvaluator> all() {
        return Stream.of(
                RankingEvaluators.precision(3),
                RankingEvaluators.recall(3),
                RankingEvaluators.hitRate(3),
                RankingEvaluators.reciprocalRank(),
                RankingEvaluators.reciprocalRank(3),
                RankingEvaluators.averagePrecision(),
                RankingEvaluators.averagePrecision(3),
                RankingEvaluators.rPrecision(),
                RankingEvaluators.ndcg(3),
                RankingEvaluators.ndcg(10, Gain.EXPONENTIAL),
                RankingEvaluators.contextPrecision(),
                RankingEvaluators.contextRecall(),
                RankingEvaluators.contextNoise());
    }

    /** ndcg_score and average_precision_score of scikit-learn 1.9.1 for random grades, exponential gain as 2^y - 1. */
    @ParameterizedTest
    @CsvSource({
        "322, 1.000000000000, 1.000000000000, 1.000000000000, 1.000000000000, 1.000000000000",
        "32330, 0.972394642248, 0.901306029678, 0.950580812131, 0.830810336591, 1.000000000000",
        "01133013, 0.642731675447, 0.176907091326, 0.583908006518, 0.075817324854, 0.696825396825",
        "0301311121, 0.697333571364, 0.321204301897, 0.661665392347, 0.341927414203, 0.663591269841",
        "311222233322, 0.898523955058, 0.646185817349, 0.844934100393, 0.545096050877, 1.000000000000",
        "131030320010023, 0.763295541977, 0.530721273977, 0.696392570374, 0.396641637971, 0.785786435786"
    })
    void figures_agree_with_scikit_learn(
            String grades, double linear, double linearAt3, double exponential, double exponentialAt3, double ap) {
        Sample sample = graded(grades);
        assertThat(score(RankingEvaluators.ndcg(100), sample)).isCloseTo(linear, within(1e-11));
        assertThat(score(RankingEvaluators.ndcg(3), sample)).isCloseTo(linearAt3, within(1e-11));
        assertThat(score(RankingEvaluators.ndcg(100, Gain.EXPONENTIAL), sample)).isCloseTo(exponential, within(1e-11));
        assertThat(score(RankingEvaluators.ndcg(3, Gain.EXPONENTIAL), sample)).isCloseTo(exponentialAt3, within(1e-11));
        assertThat(score(RankingEvaluators.averagePrecision(), sample)).isCloseTo(ap, within(1e-11));
        assertThat(score(RankingEvaluators.contextPrecision(), sample)).isCloseTo(ap, within(1e-11));
    }

    /** The examples in the documentation of scikit-learn's ndcg_score. */
    @Test
    void ndcg_agrees_with_the_documented_examples_of_scikit_learn() {
        String grades = "{\"a\": 10, \"b\": 0, \"c\": 0, \"d\": 1, \"e\": 5}";
        assertThat(score(RankingEvaluators.ndcg(5), sample("e d c b a", grades)))
                .isCloseTo(0.69569, within(1e-4));
        assertThat(score(RankingEvaluators.ndcg(5), sample("b c d a e", grades)))
                .isCloseTo(0.49368, within(1e-4));
    }

    /** The example in the README of ir_measures: AP .5 and 1, RR .5 and 1, nDCG .63093 and 1; means .75, .75, .81546. */
    @Test
    void figures_agree_with_the_documented_example_of_ir_measures() {
        Sample late = sample("D0 D1", "{\"D0\": 0, \"D1\": 1}");
        Sample early = sample("D3 D0", "{\"D0\": 0, \"D3\": 2}");
        assertThat(score(RankingEvaluators.ndcg(10), late)).isCloseTo(0.6309297535714575, within(1e-15));
        assertThat(score(RankingEvaluators.ndcg(10), early)).isEqualTo(1);
        assertThat(mean(RankingEvaluators.meanAveragePrecision(), late, early)).isEqualTo(0.75);
        assertThat(mean(RankingEvaluators.meanReciprocalRank(), late, early)).isEqualTo(0.75);
        assertThat(mean(RankingEvaluators.ndcg(10).mean(), late, early)).isCloseTo(0.8154648767857288, within(1e-15));
        assertThat(score(RankingEvaluators.precision(10).relevantFrom(2), late.with("relevant", two())))
                .isEqualTo(0.1);
    }

    private static ObjectNode two() {
        return JsonNodeFactory.instance.objectNode().put("D1", 2);
    }

    /** test_gdeval.py of ir_measures, whose gdeval has exponential gain and five decimals. */
    @Test
    void exponential_gain_agrees_with_gdeval() {
        Sample zero = sample("D0 D2 D3 D1 D4", "{\"D0\": 0, \"D1\": 1, \"D2\": 1, \"D3\": 2, \"D4\": 0}");
        Sample one = sample("D1 D3 D2 D4", "{\"D0\": 1, \"D3\": 2, \"D5\": 2}");
        assertThat(score(RankingEvaluators.ndcg(20, Gain.EXPONENTIAL), zero)).isCloseTo(0.6201, within(6e-6));
        assertThat(score(RankingEvaluators.ndcg(2, Gain.EXPONENTIAL), zero)).isCloseTo(0.17377, within(6e-6));
        assertThat(score(RankingEvaluators.ndcg(20, Gain.EXPONENTIAL), one)).isCloseTo(0.35099, within(6e-6));
        assertThat(score(RankingEvaluators.ndcg(2, Gain.EXPONENTIAL), one)).isCloseTo(0.38685, within(6e-6));
    }

    /** test_pytrec_eval.py of ir_measures, which calls trec_eval: test_infAP, test_Success, test_SetP, test_SetR. */
    @Test
    void figures_agree_with_trec_eval() {
        Sample first = sample("D0 D2 D3 D1 D4", "{\"D0\": 1, \"D1\": -1, \"D2\": 0, \"D3\": 2, \"D4\": 0}");
        Sample second = sample("D1 D4 D2 D3", "{\"D0\": 1, \"D3\": 2, \"D4\": -1, \"D5\": 0}");
        RankingEvaluator ap = RankingEvaluators.averagePrecision();
        assertThat(score(ap, first)).isCloseTo(0.8333, within(1e-4));
        assertThat(score(ap, second)).isEqualTo(0.125);
        assertThat(score(ap.relevantFrom(2), first)).isCloseTo(0.33333, within(1e-4));
        assertThat(score(ap.relevantFrom(2), second)).isEqualTo(0.25);
        assertThat(mean(ap.mean(), first, second)).isCloseTo(0.4791667, within(1e-4));
        Sample third = sample("D0 D2 D3 D1 D4", "{\"D0\": 0, \"D1\": 1, \"D2\": 2, \"D3\": 2, \"D4\": 0}");
        Sample fourth = sample("D1 D4 D2 D3", "{\"D0\": 1, \"D3\": 2, \"D5\": 0}");
        assertThat(score(RankingEvaluators.hitRate(2), third)).isEqualTo(1);
        assertThat(score(RankingEvaluators.hitRate(2).relevantFrom(2), fourth)).isEqualTo(0);
        assertThat(score(RankingEvaluators.contextNoise(), third)).isCloseTo(1 - 0.6, within(1e-15));
        assertThat(score(RankingEvaluators.contextNoise(), fourth)).isEqualTo(1 - 0.25);
        assertThat(score(RankingEvaluators.contextRecall(), third)).isEqualTo(1);
        assertThat(score(RankingEvaluators.contextRecall(), fourth)).isEqualTo(0.5);
        assertThat(score(RankingEvaluators.contextRecall().relevantFrom(2), fourth))
                .isEqualTo(1);
    }

    @Test
    void precision_divides_by_k_even_when_fewer_were_retrieved() {
        assertThat(score(RankingEvaluators.precision(5), sample("a b", "[\"a\", \"b\"]")))
                .isEqualTo(0.4);
        assertThat(score(RankingEvaluators.recall(5), sample("a b", "[\"a\", \"c\"]")))
                .isEqualTo(0.5);
        assertThat(score(RankingEvaluators.rPrecision(), sample("a x b", "[\"a\", \"b\"]")))
                .isEqualTo(0.5);
    }

    @Test
    void reciprocal_rank_stops_at_its_cut() {
        Sample third = sample("x y a", "[\"a\"]");
        assertThat(score(RankingEvaluators.reciprocalRank(), third)).isEqualTo(1 / 3.0);
        assertThat(score(RankingEvaluators.reciprocalRank(3), third)).isEqualTo(1 / 3.0);
        assertThat(score(RankingEvaluators.reciprocalRank(2), third)).isEqualTo(0);
    }

    @Test
    void average_precision_sees_missing_documents_and_context_precision_does_not() {
        Sample half = sample("a x", "[\"a\", \"b\"]");
        assertThat(score(RankingEvaluators.averagePrecision(), half)).isEqualTo(0.5);
        assertThat(score(RankingEvaluators.contextPrecision(), half)).isEqualTo(1);
        assertThat(score(RankingEvaluators.contextPrecision(), sample("x", "[\"a\"]")))
                .isEqualTo(0);
        assertThat(score(RankingEvaluators.averagePrecision(1), sample("x a", "[\"a\"]")))
                .isEqualTo(0);
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_repeated_document_counts_where_it_is_found_first(Evaluator evaluator) {
        String relevant = "[\"a\", \"b\"]";
        assertThat(score(evaluator, sample("x a a x a b", relevant)))
                .isEqualTo(score(evaluator, sample("x a b", relevant)));
        assertThat(evaluator.evaluate(sample("a a b", relevant)).explanation())
                .isEqualTo("2 of 2 relevant documents among 2 retrieved, the first at rank 1, 1 repeated left out");
    }

    @ParameterizedTest
    @MethodSource("all")
    void without_judgements_relevant_documents_or_context_there_is_no_score(Evaluator evaluator) {
        Sample asked = Sample.of("q").groundedIn("text");
        assertThat(evaluator.evaluate(asked).explanation()).contains("no attribute 'relevant'");
        assertThat(evaluator.evaluate(sample("a", "null")).explanation()).contains("no attribute 'relevant'");
        for (String nothing : List.of("[]", "{}", "{\"a\": 0, \"b\": -2, \"c\": 0.99}")) {
            assertThat(evaluator.evaluate(sample("a", nothing)))
                    .isEqualTo(Outcome.notApplicable("attribute 'relevant' names no relevant document"));
        }
        assertThat(evaluator.evaluate(sample("", "[\"a\"]")))
                .isEqualTo(Outcome.notApplicable("the sample has no context; emptyIsWorst() scores it 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "7", "true", "[1.5]", "[null]", "[[\"a\"]]", "{\"a\": \"3\"}", "{\"a\": 1e7}"})
    void malformed_judgements_are_an_error_that_says_what_was_expected(String judgements) {
        Outcome outcome = RankingEvaluators.recall(3).evaluate(sample("a", judgements));
        assertThat(outcome).isInstanceOf(Outcome.Errored.class);
        assertThat(outcome.explanation()).contains("attribute 'relevant' must", "found");
    }

    @Test
    void ids_may_be_whole_numbers_as_in_many_datasets() {
        assertThat(score(RankingEvaluators.recall(2), sample("7 x", "[7, 8]"))).isEqualTo(0.5);
    }

    @Test
    void grades_beyond_exponential_gain_are_an_error() {
        Sample high = sample("a b", "{\"a\": 61, \"b\": 1}");
        assertThat(RankingEvaluators.ndcg(2, Gain.EXPONENTIAL).evaluate(high).explanation())
                .contains("at most 60", "found: 61");
        assertThat(score(RankingEvaluators.ndcg(2), high)).isEqualTo(1);
    }

    @Test
    void another_attribute_may_hold_the_judgements() {
        Sample sample = Sample.of("q")
                .groundedIn("one", "two")
                .with("gold", JsonNodeFactory.instance.arrayNode().add("2"));
        assertThat(score(RankingEvaluators.reciprocalRank().attribute("gold"), sample))
                .isEqualTo(0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankingEvaluators.recall(1).attribute(" "));
    }

    @Test
    void an_empty_ranking_is_worst_on_request() {
        Sample empty = sample("", "[\"a\"]");
        all().filter(evaluator -> evaluator.direction() == Direction.HIGHER_IS_BETTER)
                .forEach(evaluator ->
                        assertThat(score(evaluator.emptyIsWorst(), empty)).isEqualTo(0));
        assertThatIllegalStateException()
                .isThrownBy(() -> RankingEvaluators.contextNoise().emptyIsWorst())
                .withMessageContaining("context_noise_by_id");
    }

    @Test
    void cuts_and_grades_are_checked_where_they_are_set() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankingEvaluators.precision(0))
                .withMessageContaining("found: 0");
        for (double grade : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RankingEvaluators.rPrecision().relevantFrom(grade))
                    .withMessageContaining("grade");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_best_ranking_is_best_and_noise_first_is_worse(RankingEvaluator evaluator) {
        double sign = evaluator.direction() == Direction.HIGHER_IS_BETTER ? 1 : -1;
        double best = sign * score(evaluator, sample("a b c", "[\"a\", \"b\", \"c\"]"));
        double worst = sign * score(evaluator, sample("x y z", "[\"a\", \"b\", \"c\"]"));
        assertThat(best).isEqualTo(sign > 0 ? 1 : 0);
        assertThat(worst).isEqualTo(sign > 0 ? 0 : -1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void scores_of_random_rankings_are_on_the_scale_and_repeatable(RankingEvaluator evaluator) {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            Sample sample = graded(random.ints(1 + random.nextInt(20), 0, 4)
                    .mapToObj(Integer::toString)
                    .reduce("1", String::concat));
            Outcome outcome = evaluator.evaluate(sample);
            assertThat(outcome).isInstanceOf(Outcome.Scored.class).isEqualTo(evaluator.evaluate(sample));
        }
    }

    /** Moving a relevant document up by one rank past one that is not never harms. */
    @ParameterizedTest
    @MethodSource("all")
    void moving_a_relevant_document_up_never_harms(RankingEvaluator evaluator) {
        double sign = evaluator.direction() == Direction.HIGHER_IS_BETTER ? 1 : -1;
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            char[] grades = random.ints(2 + random.nextInt(10), 0, 3)
                    .mapToObj(Integer::toString)
                    .reduce("1", String::concat)
                    .toCharArray();
            int at = 1 + random.nextInt(grades.length - 1);
            String before = new String(grades);
            if (grades[at] > grades[at - 1]) {
                char up = grades[at];
                grades[at] = grades[at - 1];
                grades[at - 1] = up;
                assertThat(sign * score(evaluator, graded(new String(grades))))
                        .isGreaterThanOrEqualTo(sign * score(evaluator, graded(before)) - 1e-12);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_hundred_thousand_documents_and_judgements_end_with_a_score(RankingEvaluator evaluator) {
        List<Sample.Document> documents = new ArrayList<>();
        ArrayNode relevant = JsonNodeFactory.instance.arrayNode();
        IntStream.range(0, 100_000).forEach(i -> {
            documents.add(new Sample.Document("d" + i % 70_000, ""));
            relevant.add("d" + 2 * i);
        });
        Sample sample = Sample.of("q").groundedIn(documents).with("relevant", relevant);
        assertThat(evaluator.evaluate(sample).isScored()).isTrue();
    }

    @Test
    void a_mean_needs_nearly_all_samples_and_no_error() {
        Sample good = sample("a", "[\"a\"]");
        Sample unjudged = Sample.of("q").groundedIn("text");
        List<Sample> samples = new ArrayList<>(Collections.nCopies(19, good));
        RunEvaluator mrr = RankingEvaluators.meanReciprocalRank();
        assertThat(mrr.evaluate(List.of())).isInstanceOf(Outcome.NotApplicable.class);
        samples.add(unjudged);
        assertThat(mrr.evaluate(samples).score()).hasValue(1);
        samples.add(unjudged);
        assertThat(mrr.evaluate(samples).explanation()).contains("mean of 19 of 21 samples", "no attribute");
        assertThat(mrr.evaluate(List.of(good, sample("a", "7")))).isInstanceOf(Outcome.Errored.class);
        assertThat(mrr.id().name()).isEqualTo("mean_reciprocal_rank");
        assertThat(mrr.direction()).isEqualTo(Direction.HIGHER_IS_BETTER);
    }

    @Test
    void identities_tell_every_setting_apart() {
        RankingEvaluator ndcg = RankingEvaluators.ndcg(5);
        assertThat(Stream.concat(
                                all(),
                                Stream.of(
                                        ndcg,
                                        RankingEvaluators.ndcg(5, Gain.EXPONENTIAL),
                                        ndcg.relevantFrom(2),
                                        ndcg.attribute("gold"),
                                        ndcg.emptyIsWorst()))
                        .map(Evaluator::id))
                .doesNotHaveDuplicates();
        assertThat(ndcg.id()).isEqualTo(RankingEvaluators.ndcg(5, Gain.LINEAR).id());
    }

    private static double mean(RunEvaluator evaluator, Sample... samples) {
        return evaluator.evaluate(List.of(samples)).score().orElseThrow();
    }
}
