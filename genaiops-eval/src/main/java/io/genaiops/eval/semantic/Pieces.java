package io.genaiops.eval.semantic;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The pieces of a text that are embedded one by one: words, or windows of some words. In scripts without spaces each
 * letter is a word. Punctuation belongs to none.
 */
final class Pieces {

    private Pieces() {}

    /** Returns the words as they are written. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            boolean alone = standsAlone(c);
            if (alone || !isPart(c)) {
                add(words, text, from, at);
                from = alone ? at : next;
            }
            if (alone) {
                add(words, text, at, next);
                from = next;
            }
            at = next;
        }
        add(words, text, from, text.length());
        return words;
    }

    /** Returns each run of so many words with the times it occurs; of a text with fewer words all of them. */
    static Map<String, Integer> windows(List<String> words, int length) {
        Map<String, Integer> windows = new LinkedHashMap<>();
        int size = Math.min(length, words.size());
        for (int i = 0; size > 0 && i + size <= words.size(); i++) {
            windows.merge(String.join(" ", words.subList(i, i + size)), 1, Integer::sum);
        }
        return windows;
    }

    /** Returns in how many of the texts each word occurs, in lower case. */
    static Map<String, Integer> frequencies(List<String> texts) {
        Map<String, Integer> frequencies = new LinkedHashMap<>();
        for (String text : texts) {
            Set<String> distinct = new HashSet<>(words(text.toLowerCase(Locale.ROOT)));
            distinct.forEach(word -> frequencies.merge(word, 1, Integer::sum));
        }
        return frequencies;
    }

    private static void add(List<String> words, String text, int from, int to) {
        if (from < to) {
            words.add(text.substring(from, to));
        }
    }

    private static boolean isPart(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean standsAlone(int c) {
        return switch (UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(c);
            default -> false;
        };
    }
}
