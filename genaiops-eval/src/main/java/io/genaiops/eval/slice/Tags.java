package io.genaiops.eval.slice;

import io.genaiops.eval.Sample;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which items of a dataset have which tag, found by going through its samples once. It takes four bytes for each tag of an
 * item. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Tags {

    private final Map<String, int[]> items;

    private Tags(Map<String, int[]> items) {
        this.items = items;
    }

    /** Goes through samples, which count from 0. */
    public static Tags of(Iterable<Sample> samples) {
        Map<String, Growing> growing = new TreeMap<>();
        int item = 0;
        for (Sample sample : samples) {
            for (String tag : sample.tags()) {
                growing.computeIfAbsent(tag, name -> new Growing()).add(item);
            }
            item++;
        }
        Map<String, int[]> items = new LinkedHashMap<>();
        growing.forEach((tag, found) -> items.put(tag, found.toArray()));
        return new Tags(items);
    }

    /** Returns the tags, by their names. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(items.keySet()));
    }

    /** Returns how many items have each tag, by the names of the tags. */
    public Map<String, Integer> sizes() {
        return items.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().length, (one, other) -> one, LinkedHashMap::new));
    }

    /**
     * Returns the items with a tag, in order.
     *
     * @throws IllegalArgumentException if no item has it; the message lists the tags there are
     */
    public int[] items(String tag) {
        int[] found = items.get(tag);
        if (found == null) {
            throw new IllegalArgumentException("no item is tagged '" + tag + "'; tags are " + names());
        }
        return found.clone();
    }

    /** A list of numbers that are no objects. */
    private static final class Growing {

        private int[] numbers = new int[8];
        private int count;

        void add(int number) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = number;
        }

        int[] toArray() {
            return Arrays.copyOf(numbers, count);
        }
    }

    @Override
    public String toString() {
        return "Tags" + sizes();
    }
}
