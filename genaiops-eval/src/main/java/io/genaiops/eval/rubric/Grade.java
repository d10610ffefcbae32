package io.genaiops.eval.rubric;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number as judges write it, in the digits of any script, with or without the end of the scale. */
record Grade(boolean isWhole, long value, long outOf) {

    private static final long UNSAID = -1;

    static final String OUT_OF = "(?:/|／|⁄|∕|out of|von|sur|de|di|из|من)";

    private static final Pattern WRITTEN = Pattern.compile(
            "([0-9]{1,9})(?:[.,]0{1,9})?+(?:\\s{0,3}" + OUT_OF + "\\s{0,3}([0-9]{1,9})(?:[.,]0{1,9})?+)?+");

    static Grade parse(String written) {
        Matcher matcher = WRITTEN.matcher(latin(written).strip());
        if (!matcher.matches()) {
            return new Grade(false, 0, UNSAID);
        }
        long outOf = matcher.group(2) == null ? UNSAID : Long.parseLong(matcher.group(2));
        return new Grade(true, Long.parseLong(matcher.group(1)), outOf);
    }

    boolean isOutOf(int highest) {
        return outOf == UNSAID || outOf == highest;
    }

    /** Returns the text with the digits of all scripts as 0 to 9, and signs, points and blanks as ASCII has them. */
    static String latin(String text) {
        StringBuilder latin = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            latin.appendCodePoint(latin(c));
        }
        return latin.toString();
    }

    private static int latin(int c) {
        if (c < 0x80) {
            return c;
        }
        return switch (c) {
            case '\u2212', '\uFE63', '\uFF0D', '\u2010', '\u2011' -> '-';
            case '\u066B', '\uFF0E' -> '.';
            case '\u066C', '\uFF0C' -> ',';
            case '\u00A0', '\u202F', '\u2009', '\u3000' -> ' ';
            default -> Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER ? '0' + Character.digit(c, 10) : c;
        };
    }
}
