package io.genaiops.eval.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextEvaluatorsTest {

    static List<Evaluator> all() {
        return List.of(
                TextEvaluators.exactMatch(),
                TextEvaluators.looseMatch(),
                TextEvaluators.containsAll("a"),
                TextEvaluators.containsAny("a"),
                TextEvaluators.containsNone("a"),
                TextEvaluators.matches("a"),
                TextEvaluators.startsWith("a"),
                TextEvaluators.endsWith("a"),
                TextEvaluators.length(),
                TextEvaluators.words(),
                TextEvaluators.validJson(),
                TextEvaluators.validXml(),
                TextEvaluators.validSql(),
                TextEvaluators.fitsSchema(io.genaiops.schema.JsonSchema.parse("{}")),
                TextEvaluators.fleschReadingEase(),
                TextEvaluators.fleschKincaidGrade(),
                TextEvaluators.automatedReadabilityIndex(),
                TextEvaluators.colemanLiauIndex(),
                TextEvaluators.gunningFogIndex(),
                TextEvaluators.smogGrade(),
                TextEvaluators.number(),
                TextEvaluators.numberWithin(1),
                TextEvaluators.numberWithinPercent(1));
    }

    static Stream<Arguments> scores() {
        return Stream.of(
                Arguments.of(TextEvaluators.exactMatch(), "Paris", "Paris", 1),
                Arguments.of(TextEvaluators.exactMatch(), "paris", "Paris", 0),
                Arguments.of(TextEvaluators.exactMatch(), "Rome", "Paris|Rome", 1),
                Arguments.of(TextEvaluators.looseMatch(), "  pARIS\n\tFrance ", "Paris France", 1),
                Arguments.of(TextEvaluators.looseMatch(), "Straße", "STRASSE", 1),
                Arguments.of(TextEvaluators.looseMatch(), "Paris.", "Paris", 0),
                Arguments.of(TextEvaluators.containsAll("boots", "map", "water", "rope"), "map and water", "", 0.5),
                Arguments.of(TextEvaluators.containsAll("boots", "map"), "a map, boots", "", 1),
                Arguments.of(TextEvaluators.containsAny("boots", "map"), "a map", "", 1),
                Arguments.of(TextEvaluators.containsAny("boots", "map"), "a MAP", "", 0),
                Arguments.of(TextEvaluators.containsAny("boots", "map").ignoringCase(), "a MAP", "", 1),
                Arguments.of(TextEvaluators.containsNone("lic"), "public", "", 0),
                Arguments.of(TextEvaluators.containsNone("lic").wholeWords(), "public", "", 1),
                Arguments.of(TextEvaluators.containsAny("lic").wholeWords(), "public (lic)", "", 1),
                Arguments.of(TextEvaluators.containsAny("und").wholeWords(), "Fuß und Hund", "", 1),
                Arguments.of(TextEvaluators.matches("\\d{4}-\\d{2}"), "on 2026-11-22", "", 1),
                Arguments.of(TextEvaluators.matches("^\\d+$"), "on 2026", "", 0),
                Arguments.of(TextEvaluators.startsWith("Dear"), "Dear hiker", "", 1),
                Arguments.of(TextEvaluators.startsWith("Dear"), "My dear", "", 0),
                Arguments.of(TextEvaluators.endsWith("."), "Done.", "", 1),
                Arguments.of(TextEvaluators.endsWith("."), "Done", "", 0),
                Arguments.of(TextEvaluators.length(), "añ🥾", "", 3),
                Arguments.of(TextEvaluators.length(), "", "", 0),
                Arguments.of(TextEvaluators.words(), " two \n words\u00a0", "", 2),
                Arguments.of(TextEvaluators.numberWithin(0.5), "about 41.6 km", "42", 1),
                Arguments.of(TextEvaluators.numberWithin(0.5), "about 41.4 km", "42", 0),
                Arguments.of(TextEvaluators.numberWithinPercent(1), "990", "1000", 1),
                Arguments.of(TextEvaluators.numberWithinPercent(1), "989", "1000", 0),
                Arguments.of(TextEvaluators.numberWithinPercent(1), "-990", "-1000", 1));
    }

    @ParameterizedTest
    @MethodSource
    void scores(Evaluator evaluator, String response, String references, double expected) {
        Sample sample = Sample.of("q").answered(response);
        sample = references.isEmpty() ? sample : sample.expecting(references.split("\\|", -1));
        Outcome outcome = evaluator.evaluate(sample);
        assertThat(outcome.score()).as("%s", outcome).hasValue(expected);
    }

    @ParameterizedTest
    @MethodSource("all")
    void without_a_response_nothing_applies(Evaluator evaluator) {
        assertThat(evaluator.evaluate(Sample.of("q").expecting("1")))
                .isEqualTo(Outcome.notApplicable("the sample has no response"));
    }

    @Test
    void comparisons_need_a_reference() {
        for (Evaluator evaluator : List.of(TextEvaluators.exactMatch(), TextEvaluators.looseMatch())) {
            assertThat(evaluator.evaluate(Sample.of("q").answered("a")))
                    .isEqualTo(Outcome.notApplicable("the sample has no reference"));
        }
        assertThat(TextEvaluators.number()
                        .evaluate(Sample.of("q").expecting("many").answered("1")))
                .isEqualTo(Outcome.notApplicable("no reference is a number"));
    }

    @Test
    void reasons_name_what_is_missing() {
        assertThat(TextEvaluators.containsAll("boots", "map")
                        .evaluate(Sample.of("q").answered("a map"))
                        .explanation())
                .isEqualTo("missing: [boots]");
        assertThat(TextEvaluators.containsNone("boots", "map")
                        .evaluate(Sample.of("q").answered("a map"))
                        .explanation())
                .isEqualTo("contains: [map]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            The answer is 42.;                 42;     1
            7 apples and 35 pears make 42;     42;     1
            42 of 100;                         42;     0
            1,234,567.50 euros;                1234567.5; 1
            It is -3;                          -3;     1
            It is \u22123;                     -3;     1
            3e2;                               300;    1
            version 1.2.42;                    42;     0
            abc42;                             42;     0
            no number;                         42;     0
            12345678901234567891;              12345678901234567890; 0
            1,2,3;                             3;      1
            1e9999;                            1;      0
            """)
    void the_last_number_counts(String response, String reference, double expected) {
        Outcome outcome = TextEvaluators.number()
                .evaluate(Sample.of("q").expecting(reference).answered(response));
        assertThat(outcome.score()).as("%s", outcome).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "EMPTY", textBlock = """
            {"a":[1,2,{"b":null}]}  | 1
             [ ]                    | 1
            "text"                  | 1
            12                      | 1
            EMPTY                   | 0
            {"a":1} trailing        | 0
            {"a":1}{"b":2}          | 0
            {"a":1,}                | 0
            {'a':1}                 | 0
            {"a":NaN}               | 0
            {"a":"unclosed          | 0
            {"a":"\\x"}             | 0
            [1,2                    | 0
            """)
    void json_is_the_whole_response_or_not(String response, double expected) {
        Outcome outcome =
                TextEvaluators.validJson().evaluate(Sample.of("q").answered(response == null ? "" : response));
        assertThat(outcome.score()).as("%s", outcome).hasValue(expected);
    }

    @Test
    void json_beyond_the_limits_of_the_parser_is_no_score() {
        Sample sample = Sample.of("q").answered("[".repeat(5_000) + "]".repeat(5_000));
        assertThat(TextEvaluators.validJson().evaluate(sample)).isInstanceOf(Outcome.Errored.class);
    }

    @Test
    void a_pattern_that_backtracks_without_end_is_an_error() {
        Outcome outcome = TextEvaluators.matches("(.*)(.*)(.*)(.*)(.*)[^a]$")
                .evaluate(Sample.of("q").answered("a".repeat(300)));
        assertThat(outcome).isInstanceOf(Outcome.Errored.class);
        assertThat(outcome.explanation())
                .contains("read more than 20000000 characters of a response of 300 characters")
                .contains("backtracks catastrophically");
    }

    @Test
    void a_pattern_that_nests_too_deeply_is_an_error() {
        Outcome outcome =
                TextEvaluators.matches("(?:a|b)*c").evaluate(Sample.of("q").answered("ab".repeat(500_000)));
        assertThat(outcome).isInstanceOf(Outcome.Errored.class);
    }

    @Test
    void configuration_is_part_of_the_identity() {
        assertThat(TextEvaluators.containsAny("a").id())
                .isEqualTo(TextEvaluators.containsAny("a").id())
                .isNotEqualTo(TextEvaluators.containsAny("b").id())
                .isNotEqualTo(TextEvaluators.containsAny("a").ignoringCase().id())
                .isNotEqualTo(TextEvaluators.containsAny("a").wholeWords().id());
        assertThat(TextEvaluators.matches("a").id())
                .isNotEqualTo(TextEvaluators.matches("b").id());
        assertThat(all().stream().map(Evaluator::id)).doesNotHaveDuplicates();
    }

    @Test
    void what_every_response_satisfies_is_refused() {
        assertThatThrownBy(TextEvaluators::containsAll).hasMessage("at least one phrase is needed; found: none");
        assertThatThrownBy(() -> TextEvaluators.containsAny("a", ""))
                .hasMessage("phrase must not be empty: every response contains the empty text");
        assertThatThrownBy(() -> TextEvaluators.startsWith("")).hasMessageContaining("prefix must not be empty");
        assertThatThrownBy(() -> TextEvaluators.numberWithin(0))
                .hasMessage("distance must be positive and finite; found: 0.0");
        assertThatThrownBy(() -> TextEvaluators.numberWithinPercent(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Arguments> unicode() {
        return Stream.of(
                // composed and decomposed are different code points and the same text
                Arguments.of(TextEvaluators.exactMatch(), "cafe\u0301", "caf\u00e9", 0),
                Arguments.of(TextEvaluators.looseMatch(), "cafe\u0301", "caf\u00e9", 1),
                Arguments.of(TextEvaluators.looseMatch(), "\u00a0a\u3000b\u2028", "A b", 1),
                Arguments.of(TextEvaluators.looseMatch(), "ΟΔΟΣ", "οδος", 1),
                Arguments.of(TextEvaluators.looseMatch(), "İ", "i", 0),
                Arguments.of(TextEvaluators.containsAny("🥾"), "a 🥾.", "", 1),
                Arguments.of(TextEvaluators.containsAny("京都"), "in 京都市", "", 1),
                Arguments.of(TextEvaluators.containsAny("京").wholeWords(), "in 京都市", "", 0),
                Arguments.of(TextEvaluators.containsAny("STRASSE").ignoringCase(), "Straße", "", 0),
                Arguments.of(TextEvaluators.containsAny("ÄPFEL").ignoringCase(), "äpfel", "", 1),
                Arguments.of(TextEvaluators.startsWith("\u202e"), "\u202eabc", "", 1),
                Arguments.of(TextEvaluators.endsWith("🥾"), "boots 🥾", "", 1),
                Arguments.of(TextEvaluators.length(), "👩\u200d👩\u200d👧", "", 5),
                Arguments.of(TextEvaluators.words(), "eins\u2003zwei\u200bdrei", "", 2));
    }

    @ParameterizedTest
    @MethodSource("unicode")
    void texts_are_compared_as_defined_in_any_script(
            Evaluator evaluator, String response, String references, double expected) {
        scores(evaluator, response, references, expected);
    }

    static Stream<Arguments> empty() {
        return Stream.of(
                Arguments.of(TextEvaluators.exactMatch(), "", 0),
                Arguments.of(TextEvaluators.looseMatch(), " \n", 0),
                Arguments.of(TextEvaluators.containsAll("a"), "", 0),
                Arguments.of(TextEvaluators.containsAny("a"), "", 0),
                Arguments.of(TextEvaluators.containsNone("a"), "", 1),
                Arguments.of(TextEvaluators.matches("a"), "", 0),
                Arguments.of(TextEvaluators.matches("^$"), "", 1),
                Arguments.of(TextEvaluators.startsWith("a"), "", 0),
                Arguments.of(TextEvaluators.endsWith("a"), "", 0),
                Arguments.of(TextEvaluators.length(), "", 0),
                Arguments.of(TextEvaluators.words(), "", 0),
                Arguments.of(TextEvaluators.validJson(), "", 0),
                Arguments.of(TextEvaluators.validXml(), "", 0),
                Arguments.of(TextEvaluators.validSql(), "", 0),
                Arguments.of(TextEvaluators.number(), "", 0));
    }

    @ParameterizedTest
    @MethodSource("empty")
    void an_empty_response_is_a_response(Evaluator evaluator, String response, double expected) {
        Outcome outcome = evaluator.evaluate(Sample.of("q").expecting("42").answered(response));
        assertThat(outcome.score()).as("%s", outcome).hasValue(expected);
    }

    @Test
    void words_are_counted_only_where_spaces_part_them() {
        Evaluator words = TextEvaluators.words();
        assertThat(words.evaluate(Sample.of("q").answered("今日は良い天気です")).explanation())
                .isEqualTo("language: the response is in a script that writes no spaces between words");
        assertThat(words.evaluate(Sample.of("q").answered("ok").inLanguage("ja")))
                .isInstanceOf(Outcome.NotApplicable.class);
        assertThat(words.evaluate(Sample.of("q").answered("안녕하세요 여러분").inLanguage("ko"))
                        .score())
                .hasValue(2);
    }

    @Test
    void numbers_are_read_as_english_writes_them() {
        Outcome outcome = TextEvaluators.number()
                .evaluate(Sample.of("q").expecting("3.5").answered("3,5").inLanguage("de"));
        assertThat(outcome.explanation()).isEqualTo("language: made for en; the sample is in de");
    }

    @Test
    void a_phrase_is_found_as_the_plain_search_finds_it() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            String text = random(random, 12);
            String phrase = "a" + random(random, 4);
            for (boolean ignoring : new boolean[] {false, true}) {
                PhraseEvaluator any = TextEvaluators.containsAny(phrase);
                boolean found = ignoring
                        ? text.toLowerCase(Locale.ROOT).contains(phrase.toLowerCase(Locale.ROOT))
                        : text.contains(phrase);
                assertThat((ignoring ? any.ignoringCase() : any)
                                .evaluate(Sample.of("q").answered(text))
                                .score())
                        .as("'%s' in '%s'", phrase, text)
                        .hasValue(found ? 1 : 0);
            }
        }
    }

    @Test
    @Timeout(30)
    void a_phrase_that_repeats_itself_is_searched_in_one_pass() {
        String text = "a".repeat(2_000_000);
        String phrase = "a".repeat(200_000) + "b";
        assertThat(TextEvaluators.containsAny(phrase)
                        .ignoringCase()
                        .evaluate(Sample.of("q").answered(text))
                        .score())
                .hasValue(0);
    }

    private static String random(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append("abA ".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
