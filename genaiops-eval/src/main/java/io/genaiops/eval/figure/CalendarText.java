package io.genaiops.eval.figure;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads dates and times of day; one that can be read in two ways has two keys. */
final class CalendarText {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> NAMES =
            List.of("january february march april may june july august september october november december".split(" "));

    private CalendarText() {}

    /** Returns the month of an English name or its first three letters, 1 to 12; 0 if it is none. */
    static int month(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        int full = NAMES.indexOf(lower) + 1;
        return full > 0 ? full : MONTHS.indexOf(lower.equals("sept") ? "sep" : lower) + 1;
    }

    static Set<String> date(long year, long month, long day) {
        Set<String> keys = new LinkedHashSet<>();
        add(keys, year, month, day);
        return keys;
    }

    /** Returns the dates that three numbers with a separator can mean: year first, or year last and the day anywhere. */
    static Set<String> date(String first, String second, String third, char separator) {
        Set<String> keys = new LinkedHashSet<>();
        if ("-/.".indexOf(separator) < 0 || second.length() > 2) {
            return keys;
        }
        if (first.length() == 4 && third.length() <= 2) {
            add(keys, Long.parseLong(first), Long.parseLong(second), Long.parseLong(third));
        } else if (third.length() == 4 && first.length() <= 2) {
            add(keys, Long.parseLong(third), Long.parseLong(second), Long.parseLong(first));
            if (separator != '.') {
                add(keys, Long.parseLong(third), Long.parseLong(first), Long.parseLong(second));
            }
        }
        return keys;
    }

    /** Returns the times that hours and minutes can mean; {@code half} is "a", "p" or empty. */
    static Set<String> time(List<String> blocks, String half) {
        Set<String> keys = new LinkedHashSet<>();
        boolean shaped = blocks.get(0).length() <= 2
                && blocks.stream().skip(1).allMatch(block -> block.length() == 2 && block.compareTo("59") <= 0);
        int hour = shaped ? Integer.parseInt(blocks.get(0)) : 99;
        if (hour > 24 || (!half.isEmpty() && (hour < 1 || hour > 12))) {
            return keys;
        }
        String rest = ":" + (blocks.size() > 1 ? String.join(":", blocks.subList(1, blocks.size())) : "00");
        rest = blocks.size() > 2 && blocks.get(2).equals("00") ? rest.substring(0, 3) : rest;
        if (!half.equals("p")) {
            keys.add((half.equals("a") ? hour % 12 : hour) + rest);
        }
        if (half.equals("p") || (half.isEmpty() && hour >= 1 && hour < 12)) {
            keys.add((hour % 12 + 12) + rest);
        }
        return keys;
    }

    private static void add(Set<String> keys, long year, long month, long day) {
        boolean real = year >= 1 && month >= 1 && month <= 12 && day >= 1;
        if (real && day <= YearMonth.of((int) year, (int) month).lengthOfMonth()) {
            keys.add(LocalDate.of((int) year, (int) month, (int) day).toString());
        }
    }
}
