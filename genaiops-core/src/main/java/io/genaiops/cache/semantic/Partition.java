package io.genaiops.cache.semantic;

import io.genaiops.cache.key.CacheKey;
import java.util.ArrayList;
import java.util.List;

/** The questions that are alike in everything but their text, the oldest first. Immutable. */
final class Partition {

    private static final int OVERHEAD = 128;

    private final List<Entry> entries;

    private Partition(List<Entry> entries) {
        this.entries = entries;
    }

    static Partition of(Entry entry) {
        return new Partition(List.of(entry));
    }

    /** A question, its vector, and the key of its answer. */
    static final class Entry {

        final String text;
        final float[] vector;
        final CacheKey key;

        Entry(String text, float[] vector, CacheKey key) {
            this.text = text;
            this.vector = vector;
            this.key = key;
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** Returns these questions and one more; the oldest go beyond so many. */
    Partition with(Entry entry, int most) {
        List<Entry> more = new ArrayList<>(entries.size() + 1);
        entries.stream().filter(each -> !each.text.equals(entry.text)).forEach(more::add);
        more.add(entry);
        return new Partition(List.copyOf(more.subList(Math.max(0, more.size() - most), more.size())));
    }

    int bytes() {
        long bytes = OVERHEAD;
        for (Entry entry : entries) {
            bytes += OVERHEAD + 2L * entry.text.length() + (long) Float.BYTES * entry.vector.length;
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
