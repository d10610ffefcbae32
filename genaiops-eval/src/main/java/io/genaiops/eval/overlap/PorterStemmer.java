package io.genaiops.eval.overlap;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Strips English suffixes (Porter 1980, "An algorithm for suffix stripping") with the departures that NLTK makes by
 * default, since ROUGE and METEOR are compared with figures computed by it. Words are expected in lower case. One
 * instance holds the letters of one word and shortens them in place: no step makes a word longer than it was.
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
            new Rule("logi", "log", (word, stem) -> word.measures(1, stem + 1)));

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
            new Rule("ion", "", (word, stem) -> word.measures(2, stem) && word.isOneOf("st", stem - 1)),
            Rule.dropped("ou"),
            Rule.dropped("ism"),
            Rule.dropped("ate"),
            Rule.dropped("iti"),
            Rule.dropped("ous"),
            Rule.dropped("ive"),
            Rule.dropped("ize"));

    // a, e, i, o and u by their distance from a
    private static final int VOWELS = 1 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20;

    private final char[] letters;
    private int length;

    private PorterStemmer(String word) {
        letters = word.toCharArray();
        length = letters.length;
    }

    /** Returns the stem of a word in lower case. */
    static String stem(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (word.codePointCount(0, word.length()) <= 2) {
            return word;
        }
        return new PorterStemmer(word).stem();
    }

    private String stem() {
        plural();
        pastAndProgressive();
        finalY();
        doubleSuffix();
        apply(SINGLE_SUFFIXES);
        apply(ENDINGS);
        finalE();
        finalDoubleL();
        return new String(letters, 0, length);
    }

    private void plural() {
        if (length == 4 && endsWith("ies")) {
            length--;
        } else {
            apply(PLURALS);
        }
    }

    private void pastAndProgressive() {
        if (endsWith("ied")) {
            length -= length == 4 ? 1 : 2;
        } else if (endsWith("eed")) {
            length -= measures(1, length - 3) ? 1 : 0;
        } else if (endsWith("ed") && hasVowel(length - 2)) {
            length -= 2;
            restore();
        } else if (endsWith("ing") && hasVowel(length - 3)) {
            length -= 3;
            restore();
        }
    }

    /** Puts back what the removal of -ed or -ing took too much, or left double. */
    private void restore() {
        if (endsWith("at") || endsWith("bl") || endsWith("iz")) {
            letters[length++] = 'e';
        } else if (endsWithDoubleConsonant()) {
            length -= isOneOf("lsz", length - 1) ? 0 : 1;
        } else if (measures(1, length) && !measures(2, length) && endsConsonantVowelConsonant(length)) {
            letters[length++] = 'e';
        }
    }

    private void finalY() {
        if (endsWith("y") && length > 2 && isConsonant(length - 2)) {
            letters[length - 1] = 'i';
        }
    }

    private void doubleSuffix() {
        while (endsWith("alli") && measures(1, length - 4)) {
            length -= 2;
        }
        apply(DOUBLE_SUFFIXES);
    }

    private void finalE() {
        if (endsWith("e")) {
            int stem = length - 1;
            boolean goes = measures(2, stem) || (measures(1, stem) && !endsConsonantVowelConsonant(stem));
            length -= goes ? 1 : 0;
        }
    }

    private void finalDoubleL() {
        length -= endsWith("ll") && measures(2, length - 1) ? 1 : 0;
    }

    /** Applies the first rule whose suffix the word has; if its condition does not hold, no later rule is tried. */
    private void apply(Rules rules) {
        for (Rule rule : rules.endingLike(this)) {
            if (endsWith(rule.suffix)) {
                int stem = length - rule.suffix.length();
                if (rule.condition.holds(this, stem)) {
                    rule.replacement.getChars(0, rule.replacement.length(), letters, stem);
                    length = stem + rule.replacement.length();
                }
                return;
            }
        }
    }

    private boolean endsWith(String suffix) {
        int stem = length - suffix.length();
        for (int i = suffix.length() - 1; i >= 0; i--) {
            if (stem < 0 || letters[stem + i] != suffix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isOneOf(String choice, int at) {
        return at >= 0 && choice.indexOf(letters[at]) >= 0;
    }

    /** Tells whether a consonant follows a vowel at least so often, the m of the paper, within the first letters. */
    private boolean measures(int least, int end) {
        int measure = 0;
        boolean vowelBefore = false;
        for (int i = 0; i < end && measure < least; i++) {
            boolean vowel = isVowel(letters[i], i > 0 && !vowelBefore);
            measure += vowelBefore && !vowel ? 1 : 0;
            vowelBefore = vowel;
        }
        return measure >= least;
    }

    private boolean hasVowel(int end) {
        boolean vowel = false;
        for (int i = 0; i < end && !vowel; i++) {
            vowel = isVowel(letters[i], i > 0);
        }
        return vowel;
    }

    private static boolean isVowel(char letter, boolean consonantBefore) {
        int place = letter - 'a';
        return letter == 'y' ? consonantBefore : place >= 0 && place < 26 && (VOWELS >>> place & 1) == 1;
    }

    private boolean isConsonant(int at) {
        int first = at;
        while (first > 0 && letters[first] == 'y') {
            first--;
        }
        boolean consonant = !isVowel(letters[first], false);
        return ((at - first) & 1) == 0 ? consonant : !consonant;
    }

    private boolean endsWithDoubleConsonant() {
        int last = length - 1;
        return last >= 1 && letters[last] == letters[last - 1] && isConsonant(last);
    }

    private boolean endsConsonantVowelConsonant(int end) {
        int last = end - 1;
        if (last == 1) {
            return !isConsonant(0) && isConsonant(1);
        }
        return last >= 2
                && isConsonant(last - 2)
                && !isConsonant(last - 1)
                && isConsonant(last)
                && !isOneOf("wxy", last);
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

        List<Rule> endingLike(PorterStemmer word) {
            int letter = word.length == 0 ? -1 : word.letters[word.length - 1] - 'a';
            return letter < 0 || letter >= byLetter.size() ? List.of() : byLetter.get(letter);
        }
    }

    /** Tells of a word and the length of what stands before the suffix whether the suffix goes. */
    private interface Condition {
        boolean holds(PorterStemmer word, int stem);
    }

    /** Replaces a suffix if the condition holds for what stands before it. */
    private record Rule(String suffix, String replacement, Condition condition) {

        static Rule of(String suffix, String replacement) {
            return new Rule(suffix, replacement, (word, stem) -> true);
        }

        static Rule measured(String suffix, String replacement) {
            return new Rule(suffix, replacement, (word, stem) -> word.measures(1, stem));
        }

        static Rule dropped(String suffix) {
            return new Rule(suffix, "", (word, stem) -> word.measures(2, stem));
        }
    }
}
