package io.genaiops.eval.language;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits text of any language into words, without a dictionary: runs of letters, marks and digits; of scripts that are
 * written without spaces, each letter. For finding the same words again, not for counting them as a linguist would.
 *
 * @since 0.1
 */
public final class WordSplitter {

    private WordSplitter() {}

    /** Returns the words in their order, in lower case and normalised (NFKC); empty if the text has none. */
    public static List<String> words(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> tokens = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < normal.length(); ) {
            int c = normal.codePointAt(i);
            i += Character.charCount(c);
            boolean alone = standsAlone(c);
            if (alone || !isWordPart(c)) {
                flush(word, tokens);
            }
            if (alone) {
                tokens.add(Character.toString(c));
            } else if (isWordPart(c)) {
                word.appendCodePoint(c);
            }
        }
        flush(word, tokens);
        return tokens;
    }

    private static void flush(StringBuilder word, List<String> tokens) {
        if (!word.isEmpty()) {
            tokens.add(word.toString());
            word.setLength(0);
        }
    }

    /** Tells whether a character (code point) is part of a word: a letter, a digit or a mark on one. */
    public static boolean isWordPart(int c) {
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
}
