package io.genaiops.eval.text;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.Languages;
import java.text.Normalizer;
import java.util.Locale;
import java.util.StringTokenizer;

/** White space and words. */
final class Words {

    private static final String WHITE_SPACE =
            " \t\n\r\f\u000b\u0085\u00a0\u2028\u2029\u3000\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
                    + "\u2006\u2007\u2008\u2009\u200a\u202f\u205f";

    private Words() {}

    static int count(String text) {
        return new StringTokenizer(text, WHITE_SPACE).countTokens();
    }

    static Outcome judge(String text) {
        return Languages.writesSpaces(text)
                ? Outcome.scored(count(text), Scale.AMOUNT, Direction.LOWER_IS_BETTER, "")
                : Outcome.notApplicable("language: the response is in a script that writes no spaces between words");
    }

    static String normalize(String text) {
        StringBuilder normal = new StringBuilder();
        StringTokenizer words = new StringTokenizer(text, WHITE_SPACE);
        while (words.hasMoreTokens()) {
            normal.append(normal.isEmpty() ? "" : " ").append(words.nextToken());
        }
        String folded = normal.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    /** Tells whether at most a third of the letters are others than a to z. */
    static boolean areMostlyBasicLatin(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long latin = text.codePoints()
                .map(Character::toLowerCase)
                .filter(letter -> letter >= 'a' && letter <= 'z')
                .count();
        return 3 * (letters - latin) <= letters;
    }
}
