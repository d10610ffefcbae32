package io.genaiops.eval.overlap;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Strips English suffixes (Porter 1980, "An algorithm for suffix stripping") with the departures that NLTK makes by
 * default, since ROUGE and METEOR are compared with figures computed by it. Words are expected in lower case.
 */
final class PorterStemmer {

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("sky", "sky"),
            Map.entry("skies", "sky"),
            Map.entry("dying", "die"),
            Map.entry("lying", "lie"),
            Map.entry("tying", "tie"),
            Map.entry("news", "news"),
            Map.entry("innings", "inning"),
            Map.entry("inning", "inning"),
            Map.entry("outings", "outing"),
            Map.entry("outing", "outing"),
            Map.entry("cannings", "canning"),
            Map.entry("canning", "canning"),
            Map.entry("howe", "howe"),
            Map.entry("proceed", "proceed"),
            Map.entry("exceed", "exceed"),
            Map.entry("succeed", "succeed"));

    private static final Rules PLURALS =
            Rules.of(Rule.of("sses", "ss"), Rule.of("ies", "i"), Rule.of("ss", "ss"), Rule.of("s", ""));

    private static final Rules DOUBLE_SUFFIXES = Rules.of(
            Rule.measured("ational", "ate"),
            Rule.measured("tional", "tion"),
            Rule.measured("enci", "ence"),
            Rule.measured("anci", "ance"),
            Rule.measured("izer", "ize"),
            Rule.measured("bli", "ble"),
            Rule.measured("alli", "al"),
            Rule.measured("entli", "ent"),
            Rule.measured("eli", "e"),
            Rule.measured("ousli", "ous"),
            Rule.measured("ization", "ize"),
            Rule.measured("ation", "ate"),
            Rule.measured("ator", "ate"),
            Rule.measured("alism", "al"),
            Rule.measured("iveness", "ive"),
            Rule.measured("fulness", "ful"),
            Rule.measured("ousness", "ous"),
            Rule.measured("aliti", "al"),
            Rule.measured("iviti", "ive"),
            Rule.measured("biliti", "ble"),
            Rule.measured("fulli", "ful"),
            new Rule("logi", "log", stem -> measure(stem + "l") > 0));

    private static final Rules SINGLE_SUFFIXES = Rules.of(
            Rule.measured("icate", "ic"),
            Rule.measured("ative", ""),
            Rule.measured("alize", "al"),
            Rule.measured("iciti", "ic"),
            Rule.measured("ical", "ic"),
            Rule.measured("ful", ""),
            Rule.measured("ness", ""));

    private static final Rules ENDINGS = Rules.of(
            Rule.dropped("al"),
            Rule.dropped("ance"),
            Rule.dropped("ence"),
            Rule.dropped("er"),
            Rule.dropped("ic"),
            Rule.dropped("able"),
            Rule.dropped("ible"),
            Rule.dropped("ant"),
            Rule.dropped("ement"),
            Rule.dropped("ment"),
            Rule.dropped("ent"),
            new Rule("ion", "", stem -> measure(stem) > 1 && (stem.endsWith("s") || stem.endsWith("t"))),
            Rule.dropped("ou"),
            Rule.dropped("ism"),
            Rule.dropped("ate"),
            Rule.dropped("iti"),
            Rule.dropped("ous"),
            Rule.dropped("ive"),
            Rule.dropped("ize"));

    private PorterStemmer() {}

    /** Returns the stem of a word in lower case. */
    static String stem(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (word.codePointCount(0, word.length()) <= 2) {
            return word;
        }
        String stem = finalY(pastAndProgressive(plural(word)));
        stem = apply(SINGLE_SUFFIXES, doubleSuffix(stem));
        return finalDoubleL(finalE(apply(ENDINGS, stem)));
    }

    private static String plural(String word) {
        return word.endsWith("ies") && word.length() == 4 ? cut(word, 1) : apply(PLURALS, word);
    }

    private static String pastAndProgressive(String word) {
        if (word.endsWith("ied")) {
            return word.length() == 4 ? cut(word, 1) : cut(word, 2);
        }
        if (word.endsWith("eed")) {
            return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        for (String suffix : List.of("ed", "ing")) {
            if (word.endsWith(suffix) && hasVowel(cut(word, suffix.length()))) {
                return restored(cut(word, suffix.length()));
            }
        }
        return word;
    }

    /** Puts back what the removal of -ed or -ing took too much, or left double. */
    private static String restored(String stem) {
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        if (endsWithDoubleConsonant(stem)) {
            return "lsz".indexOf(stem.charAt(stem.length() - 1)) >= 0 ? stem : cut(stem, 1);
        }
        return measure(stem) == 1 && endsConsonantVowelConsonant(stem) ? stem + "e" : stem;
    }

    private static String finalY(String word) {
        return word.endsWith("y") && word.length() > 2 && isConsonant(word, word.length() - 2)
                ? cut(word, 1) + "i"
                : word;
    }

    private static String doubleSuffix(String word) {
        String rest = word;
        while (rest.endsWith("alli") && measure(cut(rest, 4)) > 0) {
            rest = cut(rest, 2);
        }
        return apply(DOUBLE_SUFFIXES, rest);
    }

    private static String finalE(String word) {
        if (!word.endsWith("e")) {
            return word;
        }
        String stem = cut(word, 1);
        int measure = measure(stem);
        return measure > 1 || (measure == 1 && !endsConsonantVowelConsonant(stem)) ? stem : word;
    }

    private static String finalDoubleL(String word) {
        return word.endsWith("ll") && measure(cut(word, 1)) > 1 ? cut(word, 1) : word;
    }

    /** Applies the first rule whose suffix the word has; if its condition does not hold, no later rule is tried. */
    private static String apply(Rules rules, String word) {
        for (Rule rule : rules.endingLike(word)) {
            if (word.endsWith(rule.suffix)) {
                String stem = cut(word, rule.suffix.length());
                return rule.condition.test(stem) ? stem + rule.replacement : word;
            }
        }
        return word;
    }

    /** Counts how often a consonant follows a vowel: the m of the paper. */
    private static int measure(CharSequence stem) {
        int measure = 0;
        boolean vowelBefore = false;
        for (int i = 0; i < stem.length(); i++) {
            boolean vowel = isVowel(stem.charAt(i), i > 0 && !vowelBefore);
            if (vowelBefore && !vowel) {
                measure++;
            }
            vowelBefore = vowel;
        }
        return measure;
    }

    private static boolean hasVowel(String stem) {
        boolean vowel = false;
        for (int i = 0; i < stem.length() && !vowel; i++) {
            vowel = isVowel(stem.charAt(i), i > 0);
        }
        return vowel;
    }

    private static boolean isVowel(char letter, boolean consonantBefore) {
        return "aeiou".indexOf(letter) >= 0 || (letter == 'y' && consonantBefore);
    }

    private static boolean isConsonant(String word, int at) {
        int first = at;
        while (first > 0 && word.charAt(first) == 'y') {
            first--;
        }
        boolean consonant = !isVowel(word.charAt(first), false);
        return ((at - first) & 1) == 0 ? consonant : !consonant;
    }

    private static boolean endsWithDoubleConsonant(String word) {
        int last = word.length() - 1;
        return last >= 1 && word.charAt(last) == word.charAt(last - 1) && isConsonant(word, last);
    }

    private static boolean endsConsonantVowelConsonant(String word) {
        int last = word.length() - 1;
        if (last == 1) {
            return !isConsonant(word, 0) && isConsonant(word, 1);
        }
        return last >= 2
                && isConsonant(word, last - 2)
                && !isConsonant(word, last - 1)
                && isConsonant(word, last)
                && "wxy".indexOf(word.charAt(last)) < 0;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }

    /** Rules by the last letter of their suffix, each group in its order: most words have to try none. */
    private record Rules(List<List<Rule>> byLetter) {

        static Rules of(Rule... rules) {
            return new Rules(IntStream.rangeClosed('a', 'z')
                    .mapToObj(letter -> Stream.of(rules)
                            .filter(rule -> rule.suffix.charAt(rule.suffix.length() - 1) == letter)
                            .toList())
                    .toList());
        }

        List<Rule> endingLike(String word) {
            int letter = word.isEmpty() ? -1 : word.charAt(word.length() - 1) - 'a';
            return letter < 0 || letter >= byLetter.size() ? List.of() : byLetter.get(letter);
        }
    }

    /** Replaces a suffix if the condition holds for what stands before it. */
    private record Rule(String suffix, String replacement, Predicate<String> condition) {

        static Rule of(String suffix, String replacement) {
            return new Rule(suffix, replacement, stem -> true);
        }

        static Rule measured(String suffix, String replacement) {
            return new Rule(suffix, replacement, stem -> measure(stem) > 0);
        }

        static Rule dropped(String suffix) {
            return new Rule(suffix, "", stem -> measure(stem) > 1);
        }
    }
}
