package io.genaiops.eval.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Digits with separators in between, such as 1,234.50 or 10-20 or 2024-03-05: the longest run in which every separator
 * has a digit on both sides.
 */
final class Numeral {

    private static final int MOST_DIGITS = 100;
    private static final String SEPARATORS = ",.'’\u00a0\u202f\u2009/-–:";
    private static final String SPLITTING = "/-–:";
    private static final String GROUPING = "'’\u00a0\u202f\u2009";

    final int to;
    final List<String> blocks = new ArrayList<>();
    final List<Character> separators = new ArrayList<>();
    private final boolean comma;

    Numeral(String text, int from, boolean comma) {
        this.comma = comma;
        int at = from;
        while (true) {
            StringBuilder block = new StringBuilder();
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                block.append((char) ('0' + Character.digit(text.charAt(at++), 10)));
            }
            blocks.add(block.toString());
            boolean goesOn = at + 1 < text.length()
                    && SEPARATORS.indexOf(text.charAt(at)) >= 0
                    && Character.isDigit(text.charAt(at + 1));
            if (!goesOn) {
                break;
            }
            separators.add(text.charAt(at++));
        }
        this.to = at;
    }

    /** Tells whether all separators are this one. */
    boolean isSeparatedBy(char separator) {
        return !separators.isEmpty() && separators.stream().allMatch(each -> each == separator);
    }

    /** Tells whether this is one range, such as 10-20. */
    boolean isRange() {
        return separators.stream().filter(each -> each == '-' || each == '–').count() == 1
                && separators.stream().noneMatch(each -> each == '/' || each == ':');
    }

    /** A number, or what looks like one and is none: a version. */
    record Part(BigDecimal value, String literal) {}

    /** Returns the numbers in order. What groups by neither style is read as several numbers. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= separators.size(); i++) {
            if (i == separators.size() || SPLITTING.indexOf(separators.get(i)) >= 0) {
                read(from, i, parts);
                from = i + 1;
            }
        }
        return parts;
    }

    private void read(int from, int to, List<Part> parts) {
        char group = comma ? '.' : ',';
        int decimals = to > from && separators.get(to - 1) == decimal() ? 1 : 0;
        int groups = to - decimals - from;
        boolean grouped = groups > 0 && isGrouped(from, to - decimals, group);
        if (grouped || groups == 0) {
            parts.add(number(from, to, decimals));
        } else if (separators.subList(from, to).stream().allMatch(each -> each == '.') && to - from > 1) {
            parts.add(new Part(BigDecimal.ZERO, String.join(".", blocks.subList(from, to + 1))));
        } else if (to - from == 1 && separators.get(from) == '.') {
            parts.add(number(from, to, 1));
        } else {
            split(from, to, parts);
        }
    }

    private boolean isGrouped(int from, int to, char group) {
        char first = separators.get(from);
        boolean shaped = blocks.get(from).length() <= 3 && (first == group || GROUPING.indexOf(first) >= 0);
        for (int i = from; i < to && shaped; i++) {
            shaped = separators.get(i) == first && blocks.get(i + 1).length() == 3;
        }
        return shaped;
    }

    /** Reads the pieces between all separators but the decimal one. */
    private void split(int from, int to, List<Part> parts) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || separators.get(i) != decimal()) {
                if (i - start <= 1) {
                    parts.add(number(start, i, i - start));
                } else {
                    parts.add(new Part(BigDecimal.ZERO, String.join(".", blocks.subList(start, i + 1))));
                }
                start = i + 1;
            }
        }
    }

    private Part number(int from, int to, int decimals) {
        String whole = String.join("", blocks.subList(from, to + 1 - decimals));
        String fraction = decimals == 0 ? "" : "." + blocks.get(to);
        return whole.length() + fraction.length() > MOST_DIGITS
                ? new Part(BigDecimal.ZERO, whole + fraction)
                : new Part(new BigDecimal(whole + fraction), "");
    }

    private char decimal() {
        return comma ? ',' : '.';
    }
}
