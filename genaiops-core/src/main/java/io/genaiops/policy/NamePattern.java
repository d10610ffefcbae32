package io.genaiops.policy;

import io.genaiops.cost.ModelName;
import io.genaiops.definition.PolicyFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name in which {@code *} stands for any characters. It is compared without case, part by part from the left, so that
 * the time is linear in the value and nothing is allocated.
 */
final class NamePattern {

    private static final Pattern PUNCTUATION = Pattern.compile("[._\\-\\s]");

    private final String text;
    private final String[] parts;

    private NamePattern(String text) {
        this.text = text;
        List<String> found = new ArrayList<>();
        int start = 0;
        for (int star = text.indexOf('*'); star >= 0; star = text.indexOf('*', start)) {
            found.add(text.substring(start, star));
            start = star + 1;
        }
        found.add(text.substring(start));
        this.parts = found.toArray(String[]::new);
    }

    static NamePattern of(PolicyFact fact, String pattern) {
        if (!fact.equals(PolicyFact.PROVIDER)) {
            return new NamePattern(pattern);
        }
        return new NamePattern(pattern.indexOf('*') < 0 ? provider(pattern) : plain(pattern));
    }

    /** Returns the one spelling in which the values of a fact are compared. */
    static String spelled(PolicyFact fact, String value) {
        return fact.equals(PolicyFact.PROVIDER) ? provider(value) : value;
    }

    private static String provider(String name) {
        return name.length() > 200 ? plain(name) : ModelName.provider(name);
    }

    private static String plain(String name) {
        return PUNCTUATION.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    boolean matches(String value) {
        String first = parts[0];
        if (parts.length == 1) {
            return first.equalsIgnoreCase(value);
        }
        String last = parts[parts.length - 1];
        int end = value.length() - last.length();
        if (end < first.length()
                || !value.regionMatches(true, 0, first, 0, first.length())
                || !value.regionMatches(true, end, last, 0, last.length())) {
            return false;
        }
        int from = first.length();
        for (int i = 1; i < parts.length - 1; i++) {
            from = after(value, parts[i], from, end);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns where the part ends that is found first, or -1. */
    private static int after(String value, String part, int from, int end) {
        if (part.isEmpty()) {
            return from;
        }
        char first = part.charAt(0);
        for (int at = from; at + part.length() <= end; at++) {
            if (maySame(first, value.charAt(at)) && value.regionMatches(true, at, part, 0, part.length())) {
                return at + part.length();
            }
        }
        return -1;
    }

    /** Tells most characters apart at once: of ASCII, letters differ from all but the same letter in the other case. */
    private static boolean maySame(char one, char other) {
        return one == other || (one | other) >= 128 || (one | 32) == (other | 32);
    }

    @Override
    public String toString() {
        return text;
    }
}
