package io.genaiops.eval.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadabilityTest {

    static List<Evaluator> all() {
        return List.of(
                TextEvaluators.fleschReadingEase(),
                TextEvaluators.fleschKincaidGrade(),
                TextEvaluators.automatedReadabilityIndex(),
                TextEvaluators.colemanLiauIndex(),
                TextEvaluators.gunningFogIndex(),
                TextEvaluators.smogGrade());
    }

    // Wikipedia, "Flesch-Kincaid readability tests": 116; 37.5 and grade 11.3 (24 syllables, 13 words); 69
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The cat sat on the mat.                                                            | 116.145 | -1.45
            The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.  | 37.455  | 11.265
            This sentence, taken as a reading passage unto itself, is being used to prove a point. | 68.9825 | 7.6125
            """)
    void published_sentences_score_as_published(String text, double ease, double grade) {
        assertThat(score(TextEvaluators.fleschReadingEase(), text)).isCloseTo(ease, within(0.01));
        assertThat(score(TextEvaluators.fleschKincaidGrade(), text)).isCloseTo(grade, within(0.01));
    }

    // Coleman and Liau 1975, the sample computation on their own abstract as Wikipedia counts it: 639 letters, 119
    // words,
    // 5 sentences, grade 14.5
    @Test
    void coleman_and_liau_count_and_score_as_published() {
        EnglishText counted = new EnglishText(5, 119, 639, 0, 0);
        assertThat(Readability.COLEMAN_LIAU_INDEX.of(counted)).isCloseTo(14.5, within(0.05));
    }

    // McLaughlin 1969 with 30 polysyllables in 30 sentences; Gunning 1952 by hand; Smith and Senter 1967 by hand
    @Test
    void formulas_are_those_of_their_papers() {
        EnglishText counted = new EnglishText(30, 300, 1_500, 450, 30);
        assertThat(Readability.SMOG_GRADE.of(counted)).isCloseTo(1.0430 * Math.sqrt(30) + 3.1291, within(1e-12));
        assertThat(Readability.GUNNING_FOG_INDEX.of(counted)).isCloseTo(0.4 * (10 + 10), within(1e-12));
        assertThat(Readability.AUTOMATED_READABILITY_INDEX.of(counted))
                .isCloseTo(4.71 * 5 + 0.5 * 10 - 21.43, within(1e-12));
        assertThat(Readability.FLESCH_READING_EASE.of(counted)).isCloseTo(206.835 - 10.15 - 84.6 * 1.5, within(1e-12));
    }

    // syllables as dictionaries of American English give them
    @ParameterizedTest
    @CsvSource(textBlock = """
            a, 1
            the, 1
            cat, 1
            make, 1
            people, 2
            table, 2
            tables, 2
            little, 2
            played, 1
            wanted, 2
            settled, 2
            hundred, 2
            houses, 2
            boxes, 2
            churches, 2
            games, 1
            being, 2
            playing, 2
            idea, 3
            area, 3
            plea, 1
            special, 2
            nation, 2
            lion, 2
            million, 2
            radio, 3
            video, 3
            theory, 3
            medium, 3
            usual, 3
            quiet, 2
            science, 2
            society, 4
            create, 2
            creature, 2
            realism, 3
            rhythm, 2
            poem, 2
            safety, 2
            movement, 2
            completely, 3
            careful, 2
            something, 2
            readability, 5
            university, 5
            evaluation, 5
            hmm, 1
            2026, 1
            don't, 1
            dog's, 1
            """)
    void syllables_of_common_words_are_estimated_well(String word, int syllables) {
        assertThat(Syllables.in(word)).isEqualTo(syllables);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            One. Two! Three?                               | 3
            Dr. Reed came. He left.                        | 2
            An organization such as the U.S. Office of it. | 1
            It costs 3.5 euros. Yes.                       | 2
            No end                                         | 1
            So do I. Then we went.                         | 2
            ... !                                          | 0
            """)
    void sentences_end_where_readers_see_an_end(String text, int sentences) {
        assertThat(EnglishText.sentences(text)).hasSize(sentences);
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_has_no_english_word_has_no_figure(Evaluator evaluator) {
        for (String text : List.of("", "  ", "!? ...", "🥾🥾", "今日は良い天気です。", "Ζήτω η ελευθερία.")) {
            assertThat(outcome(evaluator, text)).as(text).isInstanceOf(Outcome.NotApplicable.class);
        }
        assertThat(evaluator.evaluate(
                        Sample.of("q").answered("Guten Tag. ".repeat(40)).inLanguage("de")))
                .isEqualTo(Outcome.notApplicable("language: made for en; the sample is in de"));
        assertThat(evaluator.evaluate(Sample.of("q"))).isEqualTo(Outcome.notApplicable("the sample has no response"));
    }

    @Test
    void smog_needs_thirty_sentences() {
        assertThat(outcome(TextEvaluators.smogGrade(), "Go home. ".repeat(29)).explanation())
                .isEqualTo("SMOG is defined for 30 sentences and more; found 29");
        assertThat(score(TextEvaluators.smogGrade(), "Go home. ".repeat(30))).isCloseTo(3.1291, within(1e-12));
    }

    @Test
    void hard_prose_is_harder_than_easy_prose_by_every_formula() {
        String easy = "The dog ran. It was hot. We sat in the sun and ate. ".repeat(12);
        String hard = ("Notwithstanding considerable administrative complications, the organization"
                        + " subsequently implemented comprehensive methodological recommendations. ")
                .repeat(36);
        for (Evaluator evaluator : all()) {
            double sign = evaluator.direction() == Direction.LOWER_IS_BETTER ? 1 : -1;
            assertThat(sign * score(evaluator, hard)).as("%s", evaluator).isGreaterThan(sign * score(evaluator, easy));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a ", "a. ", ".", "y", "e'", "Mr. ", "\ud83d", "\u2014", "I. ", "eee ", "x\n"})
    void hostile_texts_of_a_hundred_thousand_characters_end(String unit) {
        String text = unit.repeat(100_000 / unit.length());
        for (Evaluator evaluator : all()) {
            assertThat(outcome(evaluator, text).kind()).isIn(Outcome.Kind.SCORED, Outcome.Kind.NOT_APPLICABLE);
        }
    }

    private static double score(Evaluator evaluator, String text) {
        return outcome(evaluator, text).score().orElseThrow();
    }

    private static Outcome outcome(Evaluator evaluator, String text) {
        return evaluator.evaluate(Sample.of("q").answered(text));
    }
}
