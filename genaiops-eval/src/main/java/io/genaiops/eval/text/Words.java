package io.genaiops.eval.text;

import java.util.Locale;
import java.util.StringTokenizer;

/** White space and words. */
final class Words {

    private static final String WHITE_SPACE = " \t\n\r\f\u000b\u0085\u00a0\u2028\u2029\u3000";

    private Words() {}

    static int count(String text) {
        return new StringTokenizer(text, WHITE_SPACE).countTokens();
    }

    static String normalize(String text) {
        StringBuilder normal = new StringBuilder();
        StringTokenizer words = new StringTokenizer(text, WHITE_SPACE);
        while (words.hasMoreTokens()) {
            normal.append(normal.isEmpty() ? "" : " ").append(words.nextToken());
        }
        return normal.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
