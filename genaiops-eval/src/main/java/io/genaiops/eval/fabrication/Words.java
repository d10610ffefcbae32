package io.genaiops.eval.fabrication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Words in lower case without punctuation; of scripts written without spaces, each letter. */
final class Words {

    private Words() {}

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            boolean alone = standsAlone(c);
            if (alone || !isPart(c)) {
                flush(word, words);
            }
            if (alone) {
                words.add(Character.toString(c));
            } else if (isPart(c)) {
                word.appendCodePoint(Character.toLowerCase(c));
            }
        }
        flush(word, words);
        return words;
    }

    /** Returns the words as numbers, equal words alike; a word that is not known yet gets the next number. */
    static int[] numbered(String text, Map<String, Integer> vocabulary) {
        return of(text).stream()
                .mapToInt(word -> vocabulary.computeIfAbsent(word, any -> vocabulary.size() + 1))
                .toArray();
    }

    /** Returns the number of times each n-gram of this length occurs; of a shorter text all of it. */
    static Map<String, Integer> grams(List<String> words, int length) {
        Map<String, Integer> grams = new HashMap<>();
        int size = Math.min(length, words.size());
        for (int i = 0; size > 0 && i + size <= words.size(); i++) {
            grams.merge(String.join(" ", words.subList(i, i + size)), 1, Integer::sum);
        }
        return grams;
    }

    static boolean isPart(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean standsAlone(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(c);
            default -> false;
        };
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }
}
