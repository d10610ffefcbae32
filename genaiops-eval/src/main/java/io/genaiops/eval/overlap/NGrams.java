package io.genaiops.eval.overlap;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The n-grams of one text for all orders up to a highest one, each a number: an n-gram is the n-gram before it and one
 * token more, so equal n-grams share a number and no text is joined. Memory is linear in length times order. Immutable.
 */
final class NGrams {

    private static final int ROOT = 0;
    private static final int UNSEEN = -1;

    private final int[][] ids;
    private final int maxOrder;
    private long[] keys = new long[16];
    private int[] values = new int[16];
    private int size;

    private NGrams(int[] tokens, int maxOrder) {
        this.maxOrder = maxOrder;
        this.ids = new int[maxOrder][];
        int[] prefixes = new int[tokens.length];
        for (int n = 1; n <= maxOrder; n++) {
            int[] order = new int[total(tokens.length, n)];
            for (int i = 0; i < order.length; i++) {
                order[i] = number(prefixes[i], tokens[i + n - 1]);
            }
            ids[n - 1] = order;
            prefixes = order;
        }
    }

    /** Returns the n-grams of orders 1 to {@code maxOrder}. */
    static NGrams of(int[] tokens, int maxOrder) {
        return new NGrams(tokens, maxOrder);
    }

    /** Returns how many n-grams of one order a text of this length has. */
    static int total(int length, int order) {
        return Math.max(0, length - order + 1);
    }

    /** Numbers tokens, equal ones alike, adding those that the vocabulary lacks. */
    static int[] number(List<String> tokens, Map<String, Integer> vocabulary) {
        int[] numbers = new int[tokens.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vocabulary.computeIfAbsent(tokens.get(i), token -> vocabulary.size());
        }
        return numbers;
    }

    /** Counts how often each n-gram of this text occurs in another one. */
    int[] countsIn(int[] other) {
        int[] counts = new int[size + 1];
        int[] prefixes = new int[other.length];
        for (int n = 1; n <= maxOrder; n++) {
            for (int i = 0; i < total(other.length, n); i++) {
                prefixes[i] = prefixes[i] == UNSEEN ? UNSEEN : find(prefixes[i], other[i + n - 1]);
                if (prefixes[i] != UNSEEN) {
                    counts[prefixes[i]]++;
                }
            }
        }
        return counts;
    }

    /** Returns for each order how many n-grams of this text match, each counted at most as often as the limit says. */
    int[] matches(int[] limits) {
        int[] left = limits.clone();
        int[] matches = new int[maxOrder];
        for (int n = 0; n < maxOrder; n++) {
            for (int id : ids[n]) {
                if (left[id] > 0) {
                    left[id]--;
                    matches[n]++;
                }
            }
        }
        return matches;
    }

    /** Returns for each order how many n-grams this text has. */
    int[] totals() {
        return Arrays.stream(ids).mapToInt(order -> order.length).toArray();
    }

    private int number(int prefix, int token) {
        int slot = slot(prefix, token);
        if (values[slot] == ROOT) {
            if (2 * (size + 1) > values.length) {
                grow();
                slot = slot(prefix, token);
            }
            keys[slot] = key(prefix, token);
            values[slot] = ++size;
        }
        return values[slot];
    }

    private int find(int prefix, int token) {
        int id = values[slot(prefix, token)];
        return id == ROOT ? UNSEEN : id;
    }

    /** Returns the place where the n-gram is, or where it would go. */
    private int slot(int prefix, int token) {
        long key = key(prefix, token);
        int slot = spread(key) & (keys.length - 1);
        while (values[slot] != ROOT && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new int[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != ROOT) {
                int slot = slot((int) (oldKeys[i] >>> 32), (int) oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private static long key(int prefix, int token) {
        return (long) prefix << 32 | (token & 0xffffffffL);
    }

    // the finaliser of MurmurHash3 (64 bits), a public-domain mixing step
    private static int spread(long key) {
        long mixed = (key ^ key >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (mixed ^ mixed >>> 33);
    }
}
