package io.genaiops.eval.text;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.Languages;
import java.util.Locale;

/** The formulas of readability, all made for English prose. */
enum Readability {
    FLESCH_READING_EASE,
    FLESCH_KINCAID_GRADE,
    AUTOMATED_READABILITY_INDEX,
    COLEMAN_LIAU_INDEX,
    GUNNING_FOG_INDEX,
    SMOG_GRADE;

    private static final Scale OPEN = Scale.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    private static final int SENTENCES_OF_SMOG = 30;

    Evaluator evaluator() {
        return Evaluator.builder(name().toLowerCase(Locale.ROOT))
                .scale(OPEN)
                .direction(direction())
                .languages(Languages.ENGLISH)
                .evaluating(sample -> sample.response().map(this::judge).orElseGet(TextEvaluators::noResponse));
    }

    /** Returns the figure; the text must have a word. */
    double of(EnglishText text) {
        return switch (this) {
            // Flesch 1948, "A new readability yardstick"
            case FLESCH_READING_EASE -> 206.835 - 1.015 * text.perSentence() - 84.6 * text.syllablesPerWord();
            // Kincaid et al. 1975, "Derivation of new readability formulas"
            case FLESCH_KINCAID_GRADE -> 0.39 * text.perSentence() + 11.8 * text.syllablesPerWord() - 15.59;
            // Smith and Senter 1967, "Automated Readability Index"
            case AUTOMATED_READABILITY_INDEX -> 4.71 * text.charactersPerWord() + 0.5 * text.perSentence() - 21.43;
            // Coleman and Liau 1975, "A computer readability formula designed for machine scoring"
            case COLEMAN_LIAU_INDEX -> 5.88 * text.charactersPerWord() - 29.6 / text.perSentence() - 15.8;
            // Gunning 1952, "The Technique of Clear Writing"
            case GUNNING_FOG_INDEX -> 0.4 * (text.perSentence() + 100.0 * text.longWords() / text.words());
            // McLaughlin 1969, "SMOG grading"
            case SMOG_GRADE -> 1.0430 * Math.sqrt(30.0 * text.longWords() / text.sentences()) + 3.1291;
        };
    }

    private Direction direction() {
        return this == FLESCH_READING_EASE ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER;
    }

    private Outcome judge(String response) {
        if (!Words.areMostlyBasicLatin(response)) {
            return Outcome.notApplicable("language: made for en; the response is written in other letters");
        }
        EnglishText text = EnglishText.of(response);
        if (text.words() == 0) {
            return Outcome.notApplicable("the response has no word");
        }
        if (this == SMOG_GRADE && text.sentences() < SENTENCES_OF_SMOG) {
            return Outcome.notApplicable(
                    "SMOG is defined for " + SENTENCES_OF_SMOG + " sentences and more; found " + text.sentences());
        }
        return Outcome.scored(of(text), OPEN, direction(), text.describe());
    }
}
