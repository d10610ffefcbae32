package io.genaiops.eval.claim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The trail opens at 7 a.m. and closes at dusk.",
                "Dr. Weiss guides it.",
                "J. R. Smith drew the map.",
                "It costs 3.50 euros, i.e. little.",
                "See p. 12 and fig. 3 of version 1.2.3.",
                "Write to hut@example.com or see example.com/map.html for more.",
                "Die Hütte, z.B. im Mai, ist zu.",
                "Sie öffnet am 3. Mai wieder.",
                "What a view!",
                "He said \"Stop here.\"",
                "The U.S. Forest Service agrees.",
                "It is steep ... and long."
            })
    void one_sentence_stays_one(String sentence) {
        assertThat(Sentences.of(sentence)).containsExactly(sentence);
    }

    @Test
    void sentences_end_at_stops_of_many_scripts() {
        assertThat(Sentences.of("One ends. Two? Three! \"Four.\" (Five.) Six…  Seven"))
                .containsExactly("One ends.", "Two?", "Three!", "\"Four.\"", "(Five.)", "Six…", "Seven");
        assertThat(Sentences.of("山小屋は開いています。犬は入れません！本当？")).containsExactly("山小屋は開いています。", "犬は入れません！", "本当？");
        assertThat(Sentences.of("هل هو مفتوح؟ نعم. يفتح في يونيو"))
                .containsExactly("هل هو مفتوح؟", "نعم.", "يفتح في يونيو");
        assertThat(Sentences.of("झोपड़ी खुली है। यह जून में खुलती है।"))
                .containsExactly("झोपड़ी खुली है।", "यह जून में खुलती है।");
        assertThat(Sentences.of("It was built in 1998. The roof is new.")).hasSize(2);
    }

    @Test
    void marks_of_lists_and_headings_are_left_out_and_end_what_is_before_them() {
        String text = """
                # Packing
                Take the following:
                - a map
                - **two** litres of water
                1. Start early.
                2) Rest at noon

                > Do not feed
                the marmots.
                Opening hours
                The hut opens at nine.
                ---
                """;
        assertThat(Sentences.of(text))
                .containsExactly(
                        "Packing",
                        "Take the following:",
                        "a map",
                        "two litres of water",
                        "Start early.",
                        "Rest at noon",
                        "Do not feed the marmots.",
                        "Opening hours",
                        "The hut opens at nine.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "...", "— !", "***", "\uD800"})
    void what_has_no_words_has_no_sentences(String text) {
        assertThat(Sentences.of(text)).isEmpty();
    }

    @Test
    void no_letter_of_a_plain_text_is_lost() {
        String text = "A. b c! D e? \"F g.\" H 1.5 i. J etc. K l.";
        assertThat(String.join(" ", Sentences.of(text))).isEqualTo(text);
    }

    @Test
    void huge_texts_are_split_in_linear_time() {
        assertThat(Sentences.of("The hut is open. ".repeat(50_000))).hasSize(50_000);
        assertThat(Sentences.of(".".repeat(1_000_000))).isEmpty();
        assertThat(Sentences.of("a.".repeat(300_000))).hasSize(1);
        assertThat(Sentences.of("- ".repeat(300_000) + "end")).hasSize(1);
        assertThat(Sentences.of("a\"'”’» ".repeat(100_000))).hasSize(1);
    }
}
