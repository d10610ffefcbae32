package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RougeTest {

    // The generated texts that rouge_score checks itself with; its expected figures come from runs of ROUGE-1.5.5.
    private static final String[] TARGETS = {
        "ZfbCUIUuePaiLVUlCaUXxkpu XPeWing tUHfPMuZ',-Xd Y BrUgVJing M-HV.-DgdDaY.rFDJCRing Ht-LM"
                + " EKBDXkME,yz'RBr q'wtion wIojNbN wL,b .a-'XdQggyFl jB-RPP'iyOIcUxer tKM L",
        "KsJdPByEtAor fE-Qg Dpdbring cw-WeFyu vC MoBL Xdn g wkvcEiGvKtion BDFhrpMtion psing sbKao Q m qiing"
                + " LMmer HqqLFXe,XPY,J XsurkMer ,ed nB'wH'bWVHjWFEing tQ.saefZwJtKrTlixYpMMsJing UCAPwNHeYVjDing"
                + " c T BUySKtion gMPfJpwGw p'NvxAoping eu pBwMBKV'I DNxqelhu,PHPxDEq,mtion SN",
        "NhETebUbBk'er WOvoHMTjSRizKgH'vHiing Xu,hWxfs VkNE QhgKiLHE -HidivzoM.dO anhtion jbLQiSGDTCsuhREebUaKM"
                + " dv J dVN tmbOT",
        "vMR HDm,xOAetion D,tion HJtodT.mHl UIv-p VjWH'BdyWjnfGU-OjT aEMdFICyLWfQMtion wEMfdOKing AwkeKbO"
                + " 'DxqNOHBH qKtVvm OYJl mM"
    };

    private static final String[] PREDICTIONS = {
        "rFDJCRtion Ht-LM EKtDXkME,yz'RBr q'wer wrojNbN wL,b .a-'XdQggyFl jB-RPP'iyOIcUxi",
        "n cw-WeFyu vC MoBL Xdn g wkvcEiGvKtion BDFhrpMer pstion sbKao Q m qier LMmed HqqLFXe,XPY,J XsurkMeo ,ed"
                + " nB'wH'bWVHjWFEer tQ.saefZwJtKrTlixYpMMNJtion UCAPwNHeYVjD",
        "xfs VkJE QhgKiLHE -HidivzoM.dO anhing jbLQiSGDTCsuhREebUaKM dv J",
        "VjWH'BdyWjnfGU-OjTNaEMdFICyLWfQMing wEMfdOKijg AwkeKbO 'DxqNO"
    };

    static Stream<Arguments> runsOfRouge155() {
        Rouge one = OverlapEvaluators.rouge(1);
        Rouge two = OverlapEvaluators.rouge(2);
        Rouge subsequence = OverlapEvaluators.rougeL();
        return Stream.of(
                Arguments.of(one, 0, 0.40741, 0.68750, 0.51163),
                Arguments.of(one, 1, 0.40476, 0.65385, 0.50000),
                Arguments.of(one.stemmed(), 0, 0.40741, 0.68750, 0.51163),
                Arguments.of(one.stemmed(), 1, 0.42857, 0.69231, 0.52941),
                Arguments.of(two, 0, 0.30769, 0.53333, 0.39024),
                Arguments.of(two, 1, 0.29268, 0.48000, 0.36364),
                Arguments.of(two.stemmed(), 0, 0.30769, 0.53333, 0.39024),
                Arguments.of(two.stemmed(), 1, 0.29268, 0.48000, 0.36364),
                Arguments.of(subsequence, 0, 0.40741, 0.68750, 0.51163),
                Arguments.of(subsequence, 1, 0.40476, 0.65385, 0.50000));
    }

    @ParameterizedTest
    @MethodSource("runsOfRouge155")
    void figures_are_those_of_rouge_155(Rouge rouge, int text, double recall, double precision, double f) {
        assertThat(score(rouge.recall(), PREDICTIONS[text], TARGETS[text])).isCloseTo(recall, within(1e-5));
        assertThat(score(rouge.precision(), PREDICTIONS[text], TARGETS[text])).isCloseTo(precision, within(1e-5));
        assertThat(score(rouge, PREDICTIONS[text], TARGETS[text])).isCloseTo(f, within(1e-5));
    }

    @Test
    void summaries_of_several_lines_are_those_of_rouge_155() {
        Rouge rouge = OverlapEvaluators.rougeLsum().stemmed();
        String prediction = String.join("\n", PREDICTIONS);
        String target = String.join("\n", TARGETS);
        assertThat(score(rouge.recall(), prediction, target)).isCloseTo(0.36538, within(1e-5));
        assertThat(score(rouge.precision(), prediction, target)).isCloseTo(0.66667, within(1e-5));
        assertThat(score(rouge, prediction, target)).isCloseTo(0.47205, within(1e-5));
    }

    // Lin (2004), section 3.2: the union of w1 w2 and w1 w3 w5 is 4 of 5 words, against 10 of the answer
    @Test
    void union_of_subsequences_is_that_of_the_paper() {
        Rouge rouge = OverlapEvaluators.rougeLsum();
        String answer = "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5";
        assertThat(score(rouge.recall(), answer, "w1 w2 w3 w4 w5")).isCloseTo(0.8, within(1e-12));
        assertThat(score(rouge.precision(), answer, "w1 w2 w3 w4 w5")).isCloseTo(0.4, within(1e-12));
        assertThat(score(rouge, answer, "w1 w2 w3 w4 w5")).isCloseTo(0.5333, within(1e-4));
    }

    // rouge_score, rouge_scorer_test.py: target "testing one two"
    @ParameterizedTest
    @CsvSource({
        "1,testing,1,0.3333333,0.5",
        "1,testing one,1,0.6666667,0.8",
        "2,testing one,1,0.5,0.6666667",
        "L,testing one,1,0.6666667,0.8",
        "L,testing two,1,0.6666667,0.8",
        "L,'',0,0,0",
        "1,/,0,0,0"
    })
    void small_cases_are_those_of_rouge_score(String kind, String answer, double precision, double recall, double f) {
        Rouge rouge = kind.equals("L") ? OverlapEvaluators.rougeL() : OverlapEvaluators.rouge(Integer.parseInt(kind));
        assertThat(score(rouge.precision(), answer, "testing one two")).isCloseTo(precision, within(1e-6));
        assertThat(score(rouge.recall(), answer, "testing one two")).isCloseTo(recall, within(1e-6));
        assertThat(score(rouge, answer, "testing one two")).isCloseTo(f, within(1e-6));
    }

    // Lin (2004), section 3.1: police killed the gunman; sentence 2 shares 3 words in order, sentence 3 shares 2
    @Test
    void subsequence_tells_word_order_where_bigrams_do_not() {
        Rouge rouge = OverlapEvaluators.rougeL();
        assertThat(score(rouge, "police kill the gunman", "police killed the gunman"))
                .isEqualTo(0.75);
        assertThat(score(rouge, "the gunman kill police", "police killed the gunman"))
                .isEqualTo(0.5);
        assertThat(score(OverlapEvaluators.rouge(2), "police kill the gunman", "police killed the gunman"))
                .isCloseTo(1 / 3.0, within(1e-12));
        assertThat(score(OverlapEvaluators.rouge(2), "the gunman kill police", "police killed the gunman"))
                .isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void words_are_lower_case_letters_and_digits() {
        assertThat(score(OverlapEvaluators.rouge(2), "THE CAT’s mat_1", "the cat s mat 1"))
                .isEqualTo(1);
        assertThat(score(OverlapEvaluators.rouge(1), "naïve", "na ve")).isEqualTo(1);
    }

    @Test
    void only_words_of_more_than_three_letters_are_stemmed() {
        assertThat(score(OverlapEvaluators.rouge(1).stemmed(), "running cats", "runs cat"))
                .isEqualTo(1);
        assertThat(score(OverlapEvaluators.rouge(1), "running cats", "runs cat"))
                .isZero();
        // "was" and "wa": three letters stay as they are, so there is no match
        assertThat(score(OverlapEvaluators.rouge(1).stemmed(), "was", "wa")).isZero();
    }

    @Test
    void reference_with_the_best_f_counts() {
        Rouge recall = OverlapEvaluators.rouge(1).recall();
        // a b c d against "a": F .4, recall 1; against "a b x": F 4/7, recall 2/3
        assertThat(score(recall, "a b c d", "a", "a b x")).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void a_reference_shorter_than_the_order_measures_nothing() {
        assertThat(outcome(OverlapEvaluators.rouge(2), "Paris", "Paris").explanation())
                .isEqualTo("no reference has 2 words, which rouge_2 needs");
        assertThat(score(OverlapEvaluators.rouge(2), "Paris", "Paris", "in Paris"))
                .isZero();
    }

    @Test
    void other_letters_are_not_applicable_rather_than_zero() {
        for (Rouge rouge :
                List.of(OverlapEvaluators.rouge(1), OverlapEvaluators.rougeL(), OverlapEvaluators.rougeLsum())) {
            assertThat(outcome(rouge, "今日は良い天気です", "今日は良い天気です")).isInstanceOf(Outcome.NotApplicable.class);
            assertThat(outcome(rouge, "Привет, мир 2026", "Привет, мир 2026").explanation())
                    .contains("language", "a to z");
            assertThat(outcome(rouge, "München ist schön", "München ist groß").isScored())
                    .isTrue();
        }
    }

    @Test
    void order_out_of_range_is_refused_when_built() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OverlapEvaluators.rouge(0))
                .withMessageContaining("found: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OverlapEvaluators.rouge(10))
                .withMessageContaining("found: 10");
    }

    @Test
    void names_tell_variant_and_measure() {
        assertThat(OverlapEvaluators.rouge(2).id().name()).isEqualTo("rouge_2");
        assertThat(OverlapEvaluators.rougeLsum().recall().id().name()).isEqualTo("rouge_lsum_recall");
        assertThat(OverlapEvaluators.rougeL().stemmed().id())
                .isNotEqualTo(OverlapEvaluators.rougeL().id());
    }

    @Test
    void texts_too_long_to_align_are_refused_before_any_table() {
        String words = "a ".repeat(10_001);
        assertThat(outcome(OverlapEvaluators.rougeL(), words, words).explanation())
                .contains("too long to align");
        assertThat(outcome(OverlapEvaluators.rougeLsum(), words, words).explanation())
                .contains("at most 25000000");
        assertThat(score(OverlapEvaluators.rouge(2), words, words)).isEqualTo(1);
    }

    @Test
    void longest_common_subsequence_equals_the_search_of_all_subsets() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int[] some = Scoring.randomTokens(random, 10, 3);
            int[] others = Scoring.randomTokens(random, 10, 3);
            int longest = 0;
            for (int subset = 0; subset < 1 << some.length; subset++) {
                longest = isSubsequence(chosen(some, subset), others)
                        ? Math.max(longest, Integer.bitCount(subset))
                        : longest;
            }
            assertThat(Rouge.longestCommonSubsequence(some, others)).isEqualTo(longest);
            BitSet marks = new BitSet();
            Rouge.markCommonSubsequence(some, others, marks);
            assertThat(marks.cardinality()).isEqualTo(longest);
            assertThat(isSubsequence(marks.stream().map(i -> some[i]).boxed().toList(), others))
                    .isTrue();
        }
    }

    private static List<Integer> chosen(int[] tokens, int subset) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < tokens.length; i++) {
            if ((subset >> i & 1) == 1) {
                chosen.add(tokens[i]);
            }
        }
        return chosen;
    }

    private static boolean isSubsequence(List<Integer> part, int[] whole) {
        int next = 0;
        for (int token : whole) {
            next += next < part.size() && part.get(next) == token ? 1 : 0;
        }
        return next == part.size();
    }

    @Test
    void a_summary_of_one_line_scores_as_its_subsequence() {
        Random random = new Random(12);
        for (int round = 0; round < 200; round++) {
            int[] answer = random.ints(8, 0, 20).distinct().toArray();
            int[] reference = random.ints(8, 0, 20).distinct().toArray();
            int common = Rouge.longestCommonSubsequence(answer, reference);
            assertThat(Rouge.summaryScore(List.of(answer), List.of(reference)))
                    .as(Arrays.toString(answer) + " " + Arrays.toString(reference))
                    .isEqualTo(TokenF1.Score.of(common, answer.length, reference.length));
        }
    }
}
