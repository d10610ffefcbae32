package io.genaiops.eval.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number as judges write it, in the digits of any script, with or without the end of the scale. */
record Grade(boolean isWhole, long value, long outOf) {

    private static final long UNSAID = -1;

    static final String OUT_OF = "(?:/|／|out of|von|sur|de|di|из|من)";

    private static final Pattern WRITTEN = Pattern.compile(
            "([0-9]{1,9})(?:[.,]0{1,9})?+(?:\\s{0,3}" + OUT_OF + "\\s{0,3}([0-9]{1,9})(?:[.,]0{1,9})?+)?+");

    static Grade parse(String written) {
        Matcher matcher = WRITTEN.matcher(latinDigits(written).strip());
        if (!matcher.matches()) {
            return new Grade(false, 0, UNSAID);
        }
        long outOf = matcher.group(2) == null ? UNSAID : Long.parseLong(matcher.group(2));
        return new Grade(true, Long.parseLong(matcher.group(1)), outOf);
    }

    boolean isOutOf(int highest) {
        return outOf == UNSAID || outOf == highest;
    }

    static String latinDigits(String text) {
        StringBuilder latin = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> latin.appendCodePoint(
                        Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER ? '0' + Character.digit(c, 10) : c));
        return latin.toString();
    }
}
