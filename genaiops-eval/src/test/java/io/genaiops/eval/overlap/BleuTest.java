package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.GUIDE;
import static io.genaiops.eval.overlap.Scoring.GUIDES;
import static io.genaiops.eval.overlap.Scoring.TROOPS;
import static io.genaiops.eval.overlap.Scoring.corpusScore;
import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.overlap.Bleu.Smoothing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BleuTest {

    private static final Bleu BLEU = OverlapEvaluators.bleu();

    private static Bleu.Statistics statistics(String response, int maxOrder, String... references) {
        Map<String, Integer> vocabulary = new HashMap<>();
        int[] tokens = NGrams.number(OverlapTokenizer.split(response), vocabulary);
        List<int[]> others = Arrays.stream(references)
                .map(reference -> NGrams.number(OverlapTokenizer.split(reference), vocabulary))
                .toList();
        return Bleu.Statistics.of(tokens, others, maxOrder);
    }

    @Test
    void the_guide_of_the_literature_scores_as_published() {
        assertThat(score(BLEU, GUIDE, GUIDES)).isCloseTo(0.5045666840, within(1e-10));
        assertThat(score(BLEU.tokenizer(OverlapTokenizer.NONE), GUIDE, GUIDES)).isCloseTo(0.5045666840, within(1e-10));
        assertThat(corpusScore(OverlapEvaluators.corpusBleu(), List.of(GUIDE), List.of(List.of(GUIDES))))
                .isCloseTo(0.5045666840, within(1e-10));
    }

    // Papineni et al. (2002), sections 2.1 and 2.1.1: 2/7, 17/18, 8/14, 10/17, 1/13
    @Test
    void modified_precisions_are_those_of_the_paper() {
        Bleu.Statistics the =
                statistics("the the the the the the the", 1, "the cat is on the mat", "there is a cat on the mat");
        assertThat(the.precision(1)).isCloseTo(0.2857, within(1e-4));
        assertThat(statistics(GUIDE, 2, GUIDES).precision(1)).isCloseTo(0.9444, within(1e-4));
        assertThat(statistics(TROOPS, 2, GUIDES).precision(1)).isCloseTo(0.5714, within(1e-4));
        assertThat(statistics(GUIDE, 2, GUIDES).precision(2)).isCloseTo(0.5882, within(1e-4));
        assertThat(statistics(TROOPS, 2, GUIDES).precision(2)).isCloseTo(0.07692, within(1e-5));
        assertThat(statistics("of the", 2, GUIDES).precision(2)).isEqualTo(1);
    }

    // NLTK's examples; of two equally near lengths the shorter one counts, so both last ones have no penalty
    @ParameterizedTest
    @CsvSource({"7,11 8,0.8669", "7,11 8 6 7,1", "12,28 28,0.26359", "12,13 2,0.9200", "12,13 11,1", "12,11 13,1"})
    void brevity_penalty_takes_the_closest_length(int response, String references, double expected) {
        List<int[]> others = Arrays.stream(references.split(" ", -1))
                .map(length -> new int[Integer.parseInt(length)])
                .toList();
        assertThat(Bleu.Statistics.of(new int[response], others, 4).brevityPenalty())
                .isCloseTo(expected, within(1e-4));
    }

    // sacreBLEU, test_sentence_bleu.py (issue 98); effective order
    @ParameterizedTest
    @CsvSource({
        "EXPONENTIAL,0,V13A,8.493",
        "NONE,0,V13A,0",
        "FLOOR,0.1,V13A,4.51688",
        "FLOOR,0.5,V13A,10.10",
        "ADD,1,V13A,14.882",
        "ADD,2,V13A,21.389",
        "EXPONENTIAL,0,NONE,7.347",
        "EXPONENTIAL,0,INTL,8.493",
        "EXPONENTIAL,0,CHARACTER,40.8759"
    })
    void sentence_scores_are_those_of_sacrebleu(
            Smoothing.Method method, double value, OverlapTokenizer tokenizer, double expected) {
        Bleu bleu = BLEU.percent().tokenizer(tokenizer).smoothing(new Smoothing(method, value));
        double score = score(
                bleu,
                "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;",
                "producţia de zahăr brut se exprimă în zahăr alb;");
        assertThat(score).isCloseTo(expected, within(1e-3));
    }

    @Test
    void lower_casing_is_off_unless_asked_for() {
        String response = "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;";
        String reference = "producţia de zahăr brut se exprimă în zahăr alb;";
        Bleu characters = BLEU.percent().tokenizer(OverlapTokenizer.CHARACTER).lowercased();
        assertThat(score(characters, response, reference)).isCloseTo(42.0267, within(1e-3));
        assertThat(score(BLEU, "PARIS", "Paris")).isZero();
        assertThat(score(BLEU.lowercased(), "PARIS", "Paris")).isEqualTo(1);
    }

    // sacreBLEU, test_sentence_bleu.py (issue 141)
    @ParameterizedTest
    @MethodSource("smoothings")
    void no_match_at_all_is_zero_under_every_smoothing(Smoothing smoothing) {
        assertThat(score(BLEU.smoothing(smoothing), "this is a cat", "okay thanks"))
                .isZero();
    }

    static Stream<Smoothing> smoothings() {
        return Stream.of(Smoothing.none(), Smoothing.exponential(), Smoothing.floor(0.1), Smoothing.add(1));
    }

    // sacreBLEU, test_bleu.py: the example of its README
    @ParameterizedTest
    @CsvSource({"V13A,48.530827", "NONE,49.1919566", "INTL,43.91623493"})
    void corpus_scores_are_those_of_sacrebleu(OverlapTokenizer tokenizer, double expected) {
        List<String> responses =
                List.of("The dog bit the man.", "It wasn't surprising.", "The man had just bitten him.");
        List<List<String>> references = List.of(
                List.of("The dog bit the man.", "The dog had bit the man."),
                List.of("It was not unexpected.", "No one was surprised."),
                List.of("The man bit him first.", "The man had bitten the dog."));
        Bleu bleu = BLEU.percent().tokenizer(tokenizer);
        assertThat(corpusScore(bleu.corpus(), responses, references)).isCloseTo(expected, within(1e-6));
        assertThat(corpusScore(bleu.corpus(), List.of("", "", ""), references)).isZero();
        assertThat(corpusScore(bleu.smoothing(Smoothing.none()).corpus(), responses, references))
                .isEqualTo(corpusScore(bleu.corpus(), responses, references));
    }

    // sacreBLEU, test_bleu.py (test_raw_bleu, test_effective_order): floor of .01, effective order
    @ParameterizedTest
    @CsvSource({
        "this is a test,this is a test,1.0",
        "this is a fest,this is a test,0.223606797749979",
        "test,a test,0.3678794411714425",
        "a test,a test,1.0",
        "a little test,a test,0.03218297948685433"
    })
    void effective_order_leaves_out_orders_that_do_not_exist(String response, String reference, double expected) {
        assertThat(score(BLEU.smoothing(Smoothing.floor(0.01)), response, reference))
                .isCloseTo(expected, within(1e-8));
    }

    @Test
    void statistics_of_several_texts_add_up() {
        Bleu.Statistics sum = statistics("this is a test", 4, "ref1").plus(statistics("another test", 4, "ref2"));
        assertThat(sum.score(Smoothing.floor(0.01), true)).isZero();
        Bleu.Statistics guides = statistics(GUIDE, 4, GUIDES).plus(statistics(TROOPS, 4, GUIDES));
        // 17+8 of 18+14, 10+1 of 17+13; both are as long as a reference is nearest: 18 and 14 against 18 and 16
        assertThat(guides.precision(1)).isEqualTo(25.0 / 32);
        assertThat(guides.precision(2)).isEqualTo(11.0 / 30);
        assertThat(guides.brevityPenalty()).isCloseTo(Math.exp(1 - 34.0 / 32), within(1e-12));
    }

    // sacreBLEU, test_bleu.py (test_case_scoring, test_case_degenerate_stats)
    @Test
    void scores_follow_from_statistics_alone() {
        Bleu.Statistics statistics = new Bleu.Statistics(11, 11, new long[] {9, 7, 5, 3}, new long[] {10, 8, 6, 4});
        assertThat(statistics.score(Smoothing.none(), false)).isCloseTo(0.8375922397, within(1e-8));
        Bleu.Statistics gap = new Bleu.Statistics(6, 6, new long[] {6, 5, 4, 0}, new long[] {6, 5, 4, 3});
        assertThat(gap.score(Smoothing.none(), false)).isZero();
        Bleu.Statistics nothing = new Bleu.Statistics(0, 0, new long[4], new long[4]);
        assertThat(nothing.score(Smoothing.floor(0.1), false)).isZero();
    }

    @Test
    void a_short_answer_has_no_corpus_score_without_effective_order() {
        // three tokens have no 4-gram: sacreBLEU stops there and gives 0 for the corpus, 1 for the sentence
        assertThat(score(BLEU, "a b c", "a b c")).isEqualTo(1);
        assertThat(corpusScore(BLEU.corpus(), List.of("a b c"), List.of(List.of("a b c"))))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void counts_equal_those_of_a_slow_count_by_text(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            int[] response = Scoring.randomTokens(random, 25, 4);
            List<int[]> references = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(i -> Scoring.randomTokens(random, 25, 4))
                    .toList();
            Bleu.Statistics statistics = Bleu.Statistics.of(response, references, 4);
            for (int n = 1; n <= 4; n++) {
                assertThat(statistics.precision(n)).isEqualTo(slowPrecision(response, references, n));
            }
        }
    }

    private static double slowPrecision(int[] response, List<int[]> references, int n) {
        List<String> grams = grams(response, n);
        double matches = 0;
        for (String gram : grams.stream().distinct().toList()) {
            long most = references.stream()
                    .mapToLong(reference -> count(gram, grams(reference, n)))
                    .max()
                    .orElse(0);
            matches += Math.min(count(gram, grams), most);
        }
        return grams.isEmpty() ? 0 : matches / grams.size();
    }

    private static List<String> grams(int[] tokens, int n) {
        List<String> grams = new ArrayList<>();
        for (int i = 0; i + n <= tokens.length; i++) {
            grams.add(Arrays.toString(Arrays.copyOfRange(tokens, i, i + n)));
        }
        return grams;
    }

    private static long count(String gram, List<String> grams) {
        return grams.stream().filter(gram::equals).count();
    }

    @Test
    void scale_and_identity_follow_the_options() {
        assertThat(BLEU.scale()).isEqualTo(Scale.UNIT);
        assertThat(BLEU.percent().scale()).isEqualTo(Scale.PERCENT);
        assertThat(BLEU.percent().corpus().scale()).isEqualTo(Scale.PERCENT);
        assertThat(Stream.of(
                                BLEU,
                                BLEU.percent(),
                                BLEU.lowercased(),
                                BLEU.maxOrder(2),
                                BLEU.tokenizer(OverlapTokenizer.INTL),
                                BLEU.smoothing(Smoothing.none()),
                                BLEU.smoothing(Smoothing.floor(0.1)),
                                BLEU.smoothing(Smoothing.floor(0.2)))
                        .map(Bleu::id))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.name().equals("bleu"));
        assertThat(BLEU.lowercased().percent().id())
                .isEqualTo(BLEU.percent().lowercased().id());
        assertThat(BLEU.corpus().id().name()).isEqualTo("corpus_bleu");
    }

    @Test
    void reason_shows_precisions_and_penalty_and_no_text() {
        assertThat(outcome(BLEU, GUIDE, GUIDES).explanation())
                .isEqualTo("precisions 0.9444 / 0.5882 / 0.4375 / 0.2667, brevity penalty 1.0000"
                        + " (18 tokens against 18)");
    }

    static Stream<Arguments> badSmoothings() {
        return Stream.of(
                Arguments.of(Smoothing.Method.FLOOR, 0.0),
                Arguments.of(Smoothing.Method.FLOOR, 1.5),
                Arguments.of(Smoothing.Method.ADD, -1.0),
                Arguments.of(Smoothing.Method.ADD, Double.NaN),
                Arguments.of(Smoothing.Method.ADD, Double.POSITIVE_INFINITY),
                Arguments.of(Smoothing.Method.NONE, 1.0));
    }

    @ParameterizedTest
    @MethodSource("badSmoothings")
    void smoothing_out_of_range_is_refused_when_built(Smoothing.Method method, double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Smoothing(method, value))
                .withMessageContaining("found: " + value);
    }

    @Test
    void order_out_of_range_is_refused_when_built() {
        assertThatIllegalArgumentException().isThrownBy(() -> BLEU.maxOrder(0)).withMessageContaining("found: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> BLEU.maxOrder(10)).withMessageContaining("found: 10");
    }

    @Test
    void a_run_with_too_many_gaps_is_not_applicable_and_says_which() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            samples.add(Sample.of("q").withId("s" + i).expecting("a b c d").answered("a b c d"));
        }
        assertThat(BLEU.corpus().evaluate(samples).score()).hasValue(1);
        samples.set(7, Sample.of("q").withId("s7").expecting("a b c d"));
        Outcome most = BLEU.corpus().evaluate(samples);
        assertThat(most.score()).hasValue(1);
        assertThat(most.explanation()).contains("19 of 20 samples", "'s7': the sample has no response");
        samples.set(8, Sample.of("q").withId("s8").answered("a b c d"));
        assertThat(BLEU.corpus().evaluate(samples)).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(BLEU.corpus().evaluate(List.of())).isInstanceOf(Outcome.NotApplicable.class);
    }
}
