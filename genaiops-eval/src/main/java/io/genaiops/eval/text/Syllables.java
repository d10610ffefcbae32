package io.genaiops.eval.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates the syllables of an English word from its spelling: groups of vowels, less the silent ones, and one more
 * where two vowels of a group are usually spoken apart.
 */
final class Syllables {

    private static final Pattern GROUP = Pattern.compile("[aeiouy]++");
    private static final Pattern SILENT_END =
            Pattern.compile("[^aeiouy]e$|[^aeiouysxzcgh]es$|[^aeioucs]hes$|[^aeiouydt]ed$");
    private static final Pattern SPOKEN_END = Pattern.compile("[^aeiouyl]les?$|[^aeiouylr][lr]ed$");
    private static final Pattern SILENT_INSIDE =
            Pattern.compile("[aeiouy][^aeiouyl]e(?:ly|ments?|less|ful(?:ly)?|ness)$"
                    + "|^(?:some|there|where|home|time|life|safe|fire|note|base|more|fore)(?=[^aeiouyrsd])");
    private static final Pattern APART =
            Pattern.compile("(?:[^ctsgl]|l(?!ian))ia|[^ctsgxnl]io|(?<!l)lio|iu|[^gp]eo|[^gq]ua[^aeiouy]"
                    + "|[aeiouy]ing|(?:qu|d|r|c)iet|scien|client|^rea[cl]t|^creat(?!u)|^poe|[aeiouy].*[^aeiouy]ea$|ism$|thms?$"
                    + "|oic|uity");

    /** Longer ones are no English words, and patterns would take their time with them. */
    private static final int LONGEST = 60;

    private Syllables() {}

    static int in(String word) {
        String letters = word.toLowerCase(Locale.ENGLISH).replaceAll("['\u2019]s?\\b|[^a-z]", "");
        int groups = count(GROUP, letters);
        if (groups == 0 || letters.length() > LONGEST) {
            return Math.max(1, groups);
        }
        boolean silentEnd = SILENT_END.matcher(letters).find()
                && !SPOKEN_END.matcher(letters).find();
        int silent = (silentEnd ? 1 : 0) + count(SILENT_INSIDE, letters);
        return Math.max(1, groups - silent + count(APART, letters));
    }

    private static int count(Pattern pattern, String word) {
        Matcher matcher = pattern.matcher(word);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
