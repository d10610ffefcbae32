package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.corpusScore;
import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Outcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChrfTest {

    private static final Chrf CHRF = OverlapEvaluators.chrf();
    private static final String RISK = " risk assessment must be made of those who are qualified and expertise in the"
            + " sector - these are the scientists .";
    private static final String RISK_REFERENCE = "risk assessment has to be undertaken by those who are qualified and"
            + " expert in that area - that is the scientists .";
    private static final String OBAMA =
            " Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. ";
    private static final String OBAMA_REFERENCE =
            "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.";

    // sacreBLEU, test_chrf.py: beta 3, epsilon smoothing; texts of a corpus are separated by |
    @ParameterizedTest
    @CsvSource({
        "abcdefg,hijklmnop,0",
        "a,b,0",
        "'',reference,0",
        "aa,ab,8.3333",
        "a|b,a|c,8.3333",
        "a,a,16.6667",
        "a b c,a b c,50",
        "a b c,abc,50",
        "'" + RISK + "','" + RISK_REFERENCE + "',63.361730",
        "'" + OBAMA + "','" + OBAMA_REFERENCE + "',64.1302698",
        "'Niemand hat die Absicht, eine Mauer zu errichten','Niemand hat die Absicht, eine Mauer zu errichten',100"
    })
    void epsilon_smoothed_figures_are_those_of_sacrebleu(String response, String reference, double expected) {
        Chrf chrf = CHRF.beta(3).epsilonSmoothed().percent();
        assertThat(corpusScore(chrf.corpus(), split(response), references(reference)))
                .isCloseTo(expected, within(1e-4));
    }

    // sacreBLEU, test_chrf.py: beta 3, effective order
    @ParameterizedTest
    @CsvSource({"a,a,100", "'',reference,0", "a b c,a b c,100", "a b c,abc,100", "a|b,a|c,50", "aa,ab,25"})
    void effective_order_figures_are_those_of_sacrebleu(String response, String reference, double expected) {
        assertThat(corpusScore(CHRF.beta(3).percent().corpus(), split(response), references(reference)))
                .isCloseTo(expected, within(1e-4));
    }

    // sacreBLEU, test_chrf.py: beta 3, white space kept
    @Test
    void white_space_can_be_kept() {
        Chrf chrf = CHRF.beta(3).keepingWhitespace().percent();
        assertThat(score(
                        chrf,
                        "Die Beziehung zwischen Obama und Netanjahu ist nicht gerade freundlich.",
                        OBAMA_REFERENCE))
                .isCloseTo(67.3481606, within(1e-4));
        assertThat(score(chrf, RISK.strip(), RISK_REFERENCE)).isCloseTo(65.2414427, within(1e-4));
    }

    // sacreBLEU, test_chrf.py: beta 2, epsilon smoothing
    @ParameterizedTest
    @CsvSource({
        "'Co nás nejvíc trápí, protože lékaři si vybírají, kdo bude žít a kdo zemře.',"
                + "'Nejvíce smutní jsme z toho, že musíme rozhodovat o tom, kdo bude žít a kdo zemře.',39.14078509",
        "'Nebo prostě nemají vybavení, které by jim pomohlo, uvedli lékaři.',"
                + "'A někdy nemáme ani potřebný materiál, abychom jim pomohli, popsali lékaři.',31.22557079",
        "'Lapali po dechu, jejich životy skončily dřív, než skutečně začaly.',"
                + "'Lapali po dechu a pak jejich život skončil - dřív, než skutečně mohl začít, připomněli.',57.15704367"
    })
    void sentence_figures_are_those_of_sacrebleu(String response, String reference, double expected) {
        assertThat(score(CHRF.epsilonSmoothed().percent(), response, reference)).isCloseTo(expected, within(1e-4));
    }

    // ab against abc: orders 1 and 2 exist on both sides; precision (2/2 + 1/1) / 2, recall (2/3 + 1/2) / 2 = 7/12
    @Test
    void orders_that_a_side_lacks_are_left_out() {
        double recall = 7 / 12.0;
        assertThat(score(CHRF, "ab", "abc")).isCloseTo(5 * recall / (4 + recall), within(1e-12));
        assertThat(score(CHRF.charOrder(1), "ab", "abc")).isCloseTo(5 * (2 / 3.0) / (4 + 2 / 3.0), within(1e-12));
    }

    // cat. is cut to cat and .; word orders 1 and 2 match 2 of 2 and 1 of 1, characters c a t .
    @Test
    void words_lose_one_punctuation_character() {
        Chrf words = OverlapEvaluators.chrfPlusPlus();
        assertThat(score(words, "cat.", "cat .")).isEqualTo(1);
        assertThat(score(words, "(cat", "( cat")).isEqualTo(1);
        // of (cat) the last one goes, (cat and ), so ( and cat and ) are other words
        assertThat(score(words, "(cat)", "( cat )")).isLessThan(1);
        assertThat(score(words, "😀", "😀")).isEqualTo(1);
    }

    @Test
    void characters_are_code_points_of_any_script() {
        assertThat(score(CHRF, "今日は良い天気です", "今日は良い天気です")).isEqualTo(1);
        assertThat(score(CHRF.charOrder(1), "😀😁", "😀😂")).isCloseTo(0.5, within(1e-12));
        assertThat(score(CHRF, "Привет", "привет")).isLessThan(1);
        assertThat(score(CHRF.lowercased(), "Привет", "привет")).isEqualTo(1);
    }

    @Test
    void words_of_unspaced_scripts_are_not_applicable() {
        assertThat(outcome(OverlapEvaluators.chrfPlusPlus(), "今日は良い天気です", "今日は良い天気です"))
                .isInstanceOf(Outcome.NotApplicable.class);
    }

    @Test
    void best_reference_counts() {
        double best = score(CHRF, "the cat", "the cats");
        assertThat(score(CHRF, "the cat", "a dog", "the cats", "my bird")).isEqualTo(best);
    }

    @Test
    void name_tells_the_word_orders() {
        assertThat(CHRF.id().name()).isEqualTo("chrf");
        assertThat(OverlapEvaluators.chrfPlusPlus().id().name()).isEqualTo("chrf++");
        assertThat(CHRF.wordOrder(2).id())
                .isEqualTo(OverlapEvaluators.chrfPlusPlus().id());
        assertThat(OverlapEvaluators.corpusChrf().id().name()).isEqualTo("corpus_chrf");
    }

    @Test
    void options_out_of_range_are_refused_when_built() {
        assertThatIllegalArgumentException().isThrownBy(() -> CHRF.charOrder(0)).withMessageContaining("found: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> CHRF.wordOrder(5)).withMessageContaining("found: 5");
        assertThatIllegalArgumentException().isThrownBy(() -> CHRF.beta(0)).withMessageContaining("found: 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> CHRF.beta(Double.NaN));
    }

    private static List<String> split(String texts) {
        return Arrays.asList(texts.split("\\|", -1));
    }

    private static List<List<String>> references(String texts) {
        return split(texts).stream().map(List::of).toList();
    }
}
