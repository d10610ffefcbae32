package io.genaiops.eval.figure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Adds up English cardinal numbers word by word: "two thousand three hundred and five". */
final class NumberWords {

    private static final List<String> SMALL = List.of(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
                    .split(" "));
    private static final List<String> TENS =
            List.of("twenty thirty forty fifty sixty seventy eighty ninety".split(" "));
    private static final Map<String, Integer> VALUES = values();

    private long finished;
    private long current;
    private long lastScale = Long.MAX_VALUE;
    private int last = -1;

    private static Map<String, Integer> values() {
        Map<String, Integer> values =
                IntStream.range(0, SMALL.size()).boxed().collect(Collectors.toMap(SMALL::get, i -> i));
        IntStream.range(0, TENS.size()).forEach(i -> values.put(TENS.get(i), 20 + 10 * i));
        return values;
    }

    /** Tells whether a number can start with the word. */
    static boolean isStart(String word) {
        return VALUES.containsKey(word.toLowerCase(Locale.ROOT));
    }

    /** Tells whether "and" can stand here. */
    boolean takesAnd() {
        return last >= 100 || (last == 0 && current == 0 && finished > 0);
    }

    /** Takes the word if it continues the number. */
    boolean take(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        Integer value = VALUES.get(lower);
        if (value != null) {
            return add(value);
        }
        if (lower.equals("hundred") && current >= 1 && current <= 99) {
            current *= 100;
            last = 100;
            return true;
        }
        int power = Units.power(lower);
        long scale = power == 0 ? 0 : Math.round(Math.pow(10, power));
        if (scale == 0 || current == 0 || scale >= lastScale) {
            return false;
        }
        finished += current * scale;
        current = 0;
        lastScale = scale;
        last = 0;
        return true;
    }

    private boolean add(int value) {
        boolean first = last < 0 || last == 100 || (last == 0 && current == 0 && finished > 0);
        boolean joins = last >= 20 && last < 100 && value >= 1 && value <= 9;
        if (!first && !joins) {
            return false;
        }
        current += value;
        last = value == 0 ? 1 : value;
        return true;
    }

    long value() {
        return finished + current;
    }
}
