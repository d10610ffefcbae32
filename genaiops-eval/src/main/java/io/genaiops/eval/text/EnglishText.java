package io.genaiops.eval.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What formulas of readability count in an English text. A word stands between white space or dashes and has a letter or
 * a digit; a sentence has a word; syllables are estimated by rules of spelling.
 */
record EnglishText(int sentences, int words, int characters, int syllables, int longWords) {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\u00a0\\u2013\\u2014]+");
    private static final Pattern INITIALS = Pattern.compile("\\p{L}\\.(?:\\p{L}\\.)*+");
    private static final Set<String> ABBREVIATIONS =
            Set.of("mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "etc.", "no.", "fig.", "inc.", "cf.", "approx.");
    private static final int LONGEST_ABBREVIATION = 20;
    private static final int LONG = 3;

    static EnglishText of(String text) {
        int words = 0;
        int characters = 0;
        int syllables = 0;
        int longWords = 0;
        for (String word : BETWEEN_WORDS.splitAsStream(text).toList()) {
            int inWord =
                    (int) word.codePoints().filter(Character::isLetterOrDigit).count();
            if (inWord > 0) {
                int ofWord = Syllables.in(word);
                words++;
                characters += inWord;
                syllables += ofWord;
                longWords += ofWord >= LONG ? 1 : 0;
            }
        }
        return new EnglishText(sentences(text).size(), words, characters, syllables, longWords);
    }

    /** Splits at the ends that the JDK finds, but not after initials and common abbreviations. */
    static List<String> sentences(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(text);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            boolean last = end == text.length();
            if (last || !endsWithAbbreviation(text, start, end)) {
                String sentence = text.substring(start, end).strip();
                if (sentence.codePoints().anyMatch(Character::isLetterOrDigit)) {
                    sentences.add(sentence);
                }
                start = end;
            }
        }
        return sentences;
    }

    private static boolean endsWithAbbreviation(String text, int start, int end) {
        int to = end;
        while (to > start && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        int from = to;
        int least = Math.max(start, to - LONGEST_ABBREVIATION - 1);
        while (from > least && !Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        String word = text.substring(from, to);
        return !word.equals("I.")
                && (INITIALS.matcher(word).matches() || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT)));
    }

    double perSentence() {
        return (double) words / sentences;
    }

    double syllablesPerWord() {
        return (double) syllables / words;
    }

    double charactersPerWord() {
        return (double) characters / words;
    }

    String describe() {
        return "sentences " + sentences + ", words " + words + ", syllables " + syllables + ", words of " + LONG
                + " syllables or more " + longWords + ", letters and digits " + characters;
    }
}
