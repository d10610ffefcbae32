package io.genaiops.eval.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OverlapTokenizerTest {

    // the rules of mteval-v13a, applied by hand
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello, world!|Hello , world !",
                "It's 3.14, not 1,000.5.|It's 3.14 , not 1,000.5 .",
                "a 12-13 b-c|a 12 - 13 b-c",
                "&quot;x&quot; &amp; &lt;y&gt;|\" x \" & < y >",
                "(a) [b] {c} a/b x=y $5 50%|( a ) [ b ] { c } a / b x = y $ 5 50 %",
                "U.S. in 2020.|U . S . in 2020 .",
                "“naïve” café…|“naïve” café…",
                "<skipped> a|a",
                "😀.😀|😀 . 😀"
            })
    void v13a_splits_ascii_punctuation(String text, String tokens) {
        assertThat(OverlapTokenizer.V13A.tokenize(text)).containsExactly(tokens.split(" ", -1));
    }

    @Test
    void v13a_joins_hyphenated_lines() {
        assertThat(OverlapTokenizer.V13A.tokenize("over-\nlap\nhere")).containsExactly("overlap", "here");
        assertThat(OverlapTokenizer.V13A.tokenize("end-\n")).containsExactly("end-");
    }

    // the rules of mteval-v14; a point after a digit at the end stays, as the original leaves it
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "“naïve” café…|“ naïve ” café …",
                "It's 3.14.|It ' s 3.14.",
                "in 2020.  |in 2020.",
                "1€ = £2|1 € = £ 2",
                "東京、大阪|東京 、 大阪",
                "12-13|12-13"
            })
    void intl_splits_punctuation_and_symbols_of_any_script(String text, String tokens) {
        assertThat(OverlapTokenizer.INTL.tokenize(text)).containsExactly(tokens.split(" ", -1));
    }

    @Test
    void character_makes_code_points_tokens() {
        assertThat(OverlapTokenizer.CHARACTER.tokenize("a 東京\t😀!")).containsExactly("a", "東", "京", "😀", "!");
    }

    @Test
    void none_splits_at_any_white_space() {
        assertThat(OverlapTokenizer.NONE.tokenize(" a\u00a0b\u2003c\u0085d\u3000e\u001ff,\r\ng "))
                .containsExactly("a", "b", "c", "d", "e", "f,", "g");
        assertThat(OverlapTokenizer.NONE.tokenize("a\u200bb")).containsExactly("a\u200bb");
    }

    @ParameterizedTest
    @EnumSource
    void blank_texts_have_no_token(OverlapTokenizer tokenizer) {
        assertThat(tokenizer.tokenize("")).isEmpty();
        assertThat(tokenizer.tokenize(" \u00a0\n\t\u2028")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void hostile_texts_are_cut_in_linear_time(OverlapTokenizer tokenizer) {
        for (String unit : List.of(".", "-\n", "1.", ".1", "\ud83d", "&amp;", "'s ", "😀")) {
            String text = unit.repeat(50_000 / unit.length());
            assertThat(tokenizer.tokenize(text)).doesNotContain("");
        }
    }

    // the substitutions of sacreBLEU's tokenizer_re.py, as it writes them
    @Test
    void the_scan_of_13a_does_what_its_regular_expressions_do() {
        Random random = new Random(13);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                text.append(List.of(
                                "a", "é", "7", "0", ".", ",", "-", " ", "'", "{", "~", "[", "`", "&", "(", "+", ":",
                                "@", "/", "\n", "😀")
                        .get(random.nextInt(21)));
            }
            String punctuation = text.toString().replaceAll("([{-~\\[-` -&(-+:-@/])", " $1 ");
            assertThat(tokens(OverlapTokenizer.spacePunctuation(text.toString())))
                    .isEqualTo(tokens(punctuation));
            String points = text.toString()
                    .replaceAll("([^0-9])([.,])", "$1 $2 ")
                    .replaceAll("([.,])([^0-9])", " $1 $2")
                    .replaceAll("([0-9])(-)", "$1 $2 ");
            assertThat(OverlapTokenizer.spacePoints(text.toString())).isEqualTo(points);
            String both = (" " + punctuation + " ")
                    .replaceAll("([^0-9])([.,])", "$1 $2 ")
                    .replaceAll("([.,])([^0-9])", " $1 $2")
                    .replaceAll("([0-9])(-)", "$1 $2 ");
            assertThat(tokens(OverlapTokenizer.spacePoints(OverlapTokenizer.spacePunctuation(" " + text + " "))))
                    .isEqualTo(tokens(both));
            String joined = text.toString().stripTrailing().replace("-\n", "").replace('\n', ' ');
            assertThat(OverlapTokenizer.V13A.tokenize(text.toString()))
                    .as("[%s]", text)
                    .isEqualTo(tokens(
                            OverlapTokenizer.spacePoints(OverlapTokenizer.spacePunctuation(" " + joined + " "))));
        }
    }

    @Test
    void v13a_decodes_references_once() {
        assertThat(OverlapTokenizer.V13A.tokenize("&amp;amp;lt; a.b&amp;gt;"))
                .containsExactly("&", "amp", ";", "lt", ";", "a", ".", "b", ">");
    }

    private static List<String> tokens(String spaced) {
        return OverlapTokenizer.split(spaced);
    }
}
