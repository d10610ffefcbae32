package io.genaiops.eval.fabrication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.figure.NumberStyle;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FabricationEvaluatorsTest {

    static Stream<Evaluator> all() {
        return Stream.of(
                FabricationEvaluators.numbers(),
                FabricationEvaluators.numbers().within(0.1),
                FabricationEvaluators.numbers().rounding(),
                FabricationEvaluators.numbers().style(NumberStyle.DECIMAL_COMMA),
                FabricationEvaluators.numbers().digitsOnly(),
                FabricationEvaluators.urls(),
                FabricationEvaluators.urls().byHost(),
                FabricationEvaluators.mailAddresses(),
                FabricationEvaluators.citations(),
                FabricationEvaluators.citationSupport(),
                FabricationEvaluators.citationSupport().length(1),
                FabricationEvaluators.citationSupport().supportedFrom(0.9),
                FabricationEvaluators.quotes(),
                FabricationEvaluators.quotes().leastWords(1));
    }

    private static Outcome outcome(Evaluator evaluator, String response, String... context) {
        return evaluator.evaluate(Sample.of("question").groundedIn(context).answered(response));
    }

    private static double score(Evaluator evaluator, String response, String... context) {
        Outcome outcome = outcome(evaluator, response, context);
        return outcome.score().orElseThrow(() -> new AssertionError(evaluator + " gave no score: " + outcome));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It costs 1000. | The price is 1,000. | 0",
                "It costs 1000 dollars. | The price is $1,000. | 0",
                "It costs 1000 dollars. | The price is 1,000 €. | 1",
                "It costs 1000 dollars. | The price list says 1,000. | 0",
                "It takes twelve days. | It takes 12 days. | 0",
                "It takes 12 hours. | It takes 12 days. | 1",
                "On 5 March 2024. | On 2024-03-05. | 0",
                "On 6 March 2024. | On 2024-03-05. | 1",
                "In 2024. | On 2024-03-05. | 0",
                "At 2:30 pm. | At 14:30. | 0",
                "At 2:30 pm. | At 2:30. | 0",
                "At 9 a.m. | Open at 9:00. | 0",
                "3.2 million people | 3,200,000 people | 0",
                "Between 10 and 20, not 30. | 10-20 | 0.333333333333",
                "Minus: -5 | 5 | 1",
                "Version 1.2.3 | released 1.2.4 | 1",
                "Say 7 and 7 and 8. | 7 | 0.5"
            })
    void numbers_that_the_context_does_not_state_are_invented(String response, String context, double expected) {
        assertThat(score(FabricationEvaluators.numbers(), response, context)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void numbers_of_the_question_are_not_invented() {
        Sample sample =
                Sample.of("What did 42 people pay?").groundedIn("Nobody knows.").answered("The 42 paid 7.");
        Outcome outcome = FabricationEvaluators.numbers().evaluate(sample);
        assertThat(outcome.score()).hasValue(0.5);
        assertThat(outcome.explanation()).isEqualTo("1 of 2 numbers are not in the context: '7'");
    }

    @Test
    void a_tolerance_is_a_share_of_the_known_number() {
        NumberFabrication within = FabricationEvaluators.numbers().within(0.1);
        assertThat(score(within, "90", "100")).isEqualTo(0);
        assertThat(score(within, "110", "100")).isEqualTo(0);
        assertThat(score(within, "-95", "-100")).isEqualTo(0);
        assertThat(score(within, "89.9", "100")).isEqualTo(1);
        assertThat(score(within, "110.1", "100")).isEqualTo(1);
        assertThat(score(within, "0", "0.01")).isEqualTo(1);
    }

    @Test
    void rounding_allows_what_a_known_number_rounds_to() {
        NumberFabrication rounding = FabricationEvaluators.numbers().rounding();
        assertThat(score(rounding, "about 3.1 million", "3,123,456")).isEqualTo(0);
        assertThat(score(rounding, "about 3.2 million", "3,123,456")).isEqualTo(1);
        assertThat(score(rounding, "12 %", "12.4 percent")).isEqualTo(0);
        assertThat(score(rounding, "13 %", "12.4 percent")).isEqualTo(1);
        assertThat(score(FabricationEvaluators.numbers(), "12 %", "12.4 percent"))
                .isEqualTo(1);
    }

    /** The limit that the documentation names. */
    @Test
    void what_is_computed_from_the_context_counts_as_invented() {
        assertThat(score(FabricationEvaluators.numbers(), "Both cost 30.", "One costs 10, the other 20."))
                .isEqualTo(1);
    }

    @Test
    void figures_in_citations_urls_and_lists_are_no_claims() {
        String response = "1. See [7] and [kb-8].\n2. Read https://example.org/99?page=3.";
        assertThat(outcome(FabricationEvaluators.numbers(), response, "text"))
                .isEqualTo(Outcome.notApplicable("the response has no numbers to check"));
    }

    @Test
    void styles_decide_what_a_separator_means() {
        NumberFabrication comma = FabricationEvaluators.numbers().style(NumberStyle.DECIMAL_COMMA);
        assertThat(score(comma, "1.000", "1000")).isEqualTo(0);
        assertThat(score(FabricationEvaluators.numbers(), "1.000", "1000")).isEqualTo(1);
        assertThat(score(FabricationEvaluators.numbers(), "1.000", "1")).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "See https://example.org/a. | http://www.Example.org/a/ | 0",
                "See https://example.org/a#part | https://example.org:443/a | 0",
                "See [it](https://example.org/a). | https://example.org/a | 0",
                "(https://example.org/a_(b)) | https://example.org/a_(b) | 0",
                "See https://example.org/b | https://example.org/a | 1",
                "See https://example.org/A | https://example.org/a | 1",
                "www.example.org?q=1 and http://other.net | <a href=\"https://example.org?q=1\"> | 0.5",
                "https://example.org.evil.net/a | https://example.org/a | 1"
            })
    void urls_that_the_context_does_not_have_are_invented(String response, String context, double expected) {
        assertThat(score(FabricationEvaluators.urls(), response, context)).isEqualTo(expected);
    }

    @Test
    void another_page_of_a_known_host_may_be_allowed() {
        UrlFabrication byHost = FabricationEvaluators.urls().byHost();
        assertThat(score(byHost, "https://example.org/b?c", "https://example.org/a"))
                .isEqualTo(0);
        assertThat(score(byHost, "https://example.com/a", "https://example.org/a"))
                .isEqualTo(1);
    }

    @Test
    void the_id_of_a_document_may_be_its_url() {
        Sample sample = Sample.of("q")
                .groundedIn(List.of(new Sample.Document("https://example.org/a", "text")))
                .answered("See https://example.org/a!");
        assertThat(FabricationEvaluators.urls().evaluate(sample).score()).hasValue(0);
    }

    @Test
    void mail_addresses_are_compared_apart_from_case() {
        Evaluator mails = FabricationEvaluators.mailAddresses();
        assertThat(score(mails, "Write to Desk@Example.org.", "desk@example.org"))
                .isEqualTo(0);
        assertThat(score(mails, "Write to help@example.org.", "desk@example.org"))
                .isEqualTo(1);
        assertThat(outcome(mails, "@me and a@b and @", "desk@example.org")).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(outcome(mails, "Write to help@example.org.", "x").explanation())
                .contains("'help@example.org'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It is so [1]. | 0",
                "It is so [1, 2]. | 0",
                "It is so [1-3]. | 0.333333333333",
                "It is so [^2]. | 0",
                "It is so 【4】. | 1",
                "It is so (Source: 1; 9). | 0.5",
                "It is so [Source: 2]. | 0",
                "It is so [01]. | 0",
                "It is so [kb-9]. | 1"
            })
    void citations_that_name_no_document_are_invented(String response, double expected) {
        assertThat(score(FabricationEvaluators.citations(), response, "one", "two"))
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void a_number_names_a_rank_where_no_id_is_a_number() {
        Sample named = Sample.of("q")
                .groundedIn(List.of(new Sample.Document("kb-7", "a"), new Sample.Document("handbook", "b")));
        Evaluator citations = FabricationEvaluators.citations();
        assertThat(citations.evaluate(named.answered("x [2] [KB-7] [handbook]")).score())
                .hasValue(0);
        assertThat(citations.evaluate(named.answered("x [3] [0] [kb-8] [kb-7]")).score())
                .hasValue(0.75);
        Sample numbered =
                Sample.of("q").groundedIn(List.of(new Sample.Document("17", "a"), new Sample.Document("18", "b")));
        assertThat(citations.evaluate(numbered.answered("x [2] [17]")).score()).hasValue(0.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[sic] [...] [x] [ ]", "[text](https://example.org)", "(see above) (2024)", "[a [b", "[]", "[,]"
            })
    void what_only_looks_like_a_citation_is_none(String response) {
        assertThat(outcome(FabricationEvaluators.citations(), response, "text"))
                .isEqualTo(Outcome.notApplicable("the response has no citations to check"));
    }

    @Test
    void a_citation_supports_a_sentence_whose_words_it_has() {
        String[] context = {"The ferry leaves the island at nine.", "Soup is served at noon."};
        CitationSupport support = FabricationEvaluators.citationSupport();
        assertThat(score(support, "The ferry leaves the island at nine [1].", context))
                .isEqualTo(0);
        assertThat(score(support, "The ferry leaves the island at nine. [1] Soup is served at noon. [2]", context))
                .isEqualTo(0);
        assertThat(score(support, "The ferry leaves the island at nine [2].", context))
                .isEqualTo(1);
        Outcome half = outcome(support, "Soup is served at noon [2]. Dogs bark loudly at cats [1].", context);
        assertThat(half.score()).hasValue(0.5);
        assertThat(half.explanation())
                .isEqualTo("1 of 2 cited sentences are not supported by what they cite: 'Dogs bark loudly at cats .'");
        assertThat(outcome(support, "Dogs bark [3]. Cats do not.", context)).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(score(support, "Soup at noon [2].", context)).isEqualTo(0);
        assertThat(score(support.supportedFrom(1), "Soup at noon [2].", context))
                .isEqualTo(1);
        assertThat(score(support.supportedFrom(1).length(1), "Soup at noon [2].", context))
                .isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "It says \"the ferry leaves at nine\". | They wrote: The ferry leaves, at nine! | 0",
                "It says “the ferry leaves at ten”. | The ferry leaves at nine. | 1",
                "Es sagt „die Fähre fährt um neun“. | Die Fähre fährt um neun. | 0",
                "«a b c» and »d e f« | a b c | 0.5",
                "\"the ferry ... at nine\" | The ferry leaves the pier at nine. | 0",
                "\"the ferry [...] at ten\" | The ferry leaves the pier at nine. | 1",
                "A 5\" pipe and \"the ferry leaves\" | the ferry leaves | 0",
                "「今日は良い」 | 今日は良い天気です | 0"
            })
    void quotes_that_no_document_has_are_invented(String response, String context, double expected) {
        assertThat(score(FabricationEvaluators.quotes(), response, context)).isEqualTo(expected);
    }

    @Test
    void a_quote_does_not_reach_over_two_documents_or_a_blank_line() {
        QuoteFabrication quotes = FabricationEvaluators.quotes();
        assertThat(score(quotes, "\"one two three four\"", "one two", "three four"))
                .isEqualTo(1);
        assertThat(outcome(quotes, "He said \"one two\n\nthree four\" and left", "x"))
                .isInstanceOf(Outcome.NotApplicable.class);
        assertThat(score(quotes, "„never closed and \"one two three\" here", "one two three"))
                .isEqualTo(0);
    }

    @Test
    void short_quotes_are_names_unless_asked_for() {
        assertThat(outcome(FabricationEvaluators.quotes(), "the \"fast track\"", "x"))
                .isEqualTo(Outcome.notApplicable("the response has no quotes to check"));
        assertThat(score(FabricationEvaluators.quotes().leastWords(2), "the \"fast track\"", "x"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothing_to_check_is_never_a_pass(Evaluator evaluator) {
        assertThat(outcome(evaluator, "Nobody knows.", "text")).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(outcome(evaluator, "", "text")).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(outcome(evaluator, "5 [1] \"a b c\" a@b.c http://a.b"))
                .isEqualTo(Outcome.notApplicable("the sample has no context"));
        assertThat(outcome(evaluator, "5 [1] \"a b c\" a@b.c http://a.b", " \n"))
                .isEqualTo(Outcome.notApplicable("the sample has no context"));
        assertThat(evaluator.evaluate(Sample.of("q").groundedIn("text")))
                .isEqualTo(Outcome.notApplicable("the sample has no response"));
        assertThat(evaluator.scale()).isEqualTo(Scale.UNIT);
        assertThat(evaluator.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
    }

    /** What an answer repeats word by word from its only document is not invented, whatever it is. */
    @ParameterizedTest
    @MethodSource("all")
    void a_copy_of_the_context_invents_nothing(Evaluator evaluator) {
        Random random = new Random(13);
        for (int i = 0; i < 200; i++) {
            String text = text(random);
            Outcome outcome = outcome(evaluator, text, text);
            assertThat(outcome.score().orElse(0)).as(text).isEqualTo(0);
            assertThat(outcome).isEqualTo(outcome(evaluator, text, text));
        }
    }

    /** More context never makes more of an answer invented. */
    @ParameterizedTest
    @MethodSource("all")
    void a_further_document_never_makes_it_worse(Evaluator evaluator) {
        Random random = new Random(17);
        for (int i = 0; i < 200; i++) {
            String text = text(random);
            String some = text(random);
            Outcome alone = outcome(evaluator, text, some);
            Outcome more = outcome(evaluator, text, some, text(random));
            boolean counted = alone.isScored() && more.isScored();
            if (counted && !evaluator.id().name().equals("unsupported_citations")) {
                assertThat(more.score().orElseThrow())
                        .as(text)
                        .isLessThanOrEqualTo(alone.score().orElseThrow());
            }
        }
    }

    private static String text(Random random) {
        List<String> pieces = List.of(
                "1,000",
                "12.5 %",
                "[1]",
                "\"the old mill\"",
                "https://a.org/x",
                "me@a.org",
                "2024-03-05",
                "mill",
                "the",
                "old",
                "twelve",
                ".",
                "! ",
                "\n",
                "9:30",
                "-3",
                "km",
                "(Source: 1)",
                "3/4/2024",
                "“",
                "”",
                "1.2.3");
        return random.ints(random.nextInt(20), 0, pieces.size())
                .mapToObj(pieces::get)
                .collect(Collectors.joining(" ", "text ", ""));
    }

    private static final List<String> HOSTILE = List.of(
            "1",
            "1,",
            "111,",
            "1.1.1-",
            "9:",
            "1 ",
            "a1",
            "one ",
            "twenty-",
            "hundred and ",
            "[",
            "[1]",
            "[1-20]",
            "[1-21, ",
            "(Source: ",
            "\"",
            "\"a ",
            "“a b c” ",
            "http://",
            "www.",
            "a@",
            "@",
            "a.",
            ". ",
            "\n",
            "\n ",
            "May 1 ",
            "1e9",
            "-",
            "\ud83d",
            "\u0000",
            "猫",
            "e",
            "1/1/2024 ",
            "(",
            "...",
            "$",
            "1 million ");

    @ParameterizedTest
    @MethodSource("all")
    void hostile_texts_end_with_an_outcome(Evaluator evaluator) {
        HOSTILE.forEach(unit -> assertThat(hostile(evaluator, unit, 20_000).kind())
                .as(unit)
                .isIn(Outcome.Kind.SCORED, Outcome.Kind.NOT_APPLICABLE));
    }

    /** What takes more than linear time does not end within the build. */
    @Tag("endurance")
    @ParameterizedTest
    @MethodSource("all")
    void a_million_hostile_characters_end_with_an_outcome(Evaluator evaluator) {
        HOSTILE.forEach(unit -> assertThat(hostile(evaluator, unit, 1_000_000).kind())
                .as(unit)
                .isIn(Outcome.Kind.SCORED, Outcome.Kind.NOT_APPLICABLE));
    }

    private static Outcome hostile(Evaluator evaluator, String unit, int characters) {
        String text = unit.repeat(characters / unit.length());
        return outcome(evaluator, text, "x " + text, "y");
    }

    @Test
    void many_different_quotes_of_many_lengths_end_with_a_score() {
        StringBuilder quotes = new StringBuilder();
        StringBuilder document = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            quotes.append('"').append("w ".repeat(i + 3)).append(i).append("\" ");
        }
        for (int i = 0; i < 50_000; i++) {
            document.append("w ").append(i % 7 == 0 ? i % 200 + " " : "");
        }
        assertThat(score(FabricationEvaluators.quotes(), quotes.toString(), document.toString()))
                .isGreaterThan(0.9)
                .isLessThan(1);
    }

    @Test
    void reasons_name_ten_of_what_was_invented_and_cut_the_long() {
        String many =
                Stream.iterate(100, i -> i + 1).limit(12).map(String::valueOf).collect(Collectors.joining(" "));
        assertThat(outcome(FabricationEvaluators.numbers(), many, "x").explanation())
                .startsWith("12 of 12 numbers are not in the context: '100', ")
                .endsWith("'109', ...");
        String url = "https://example.org/" + "a".repeat(500);
        assertThat(outcome(FabricationEvaluators.urls(), url, "x").explanation())
                .hasSizeLessThan(140);
    }

    @Test
    void identities_tell_every_setting_apart() {
        assertThat(all().map(Evaluator::id)).doesNotHaveDuplicates();
        assertThat(FabricationEvaluators.numbers().within(0.5).id())
                .isNotEqualTo(FabricationEvaluators.numbers().within(0.4).id());
    }

    @Test
    void options_are_checked_where_they_are_set() {
        for (double share : new double[] {0, 1, -1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FabricationEvaluators.numbers().within(share));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FabricationEvaluators.quotes().leastWords(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FabricationEvaluators.citationSupport().length(11));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FabricationEvaluators.citationSupport().supportedFrom(0));
    }
}
