package io.genaiops.eval.dataset;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/**
 * Finds ids that were there before without keeping them: hashes of 64 bits, at 16 bytes an id, and where two are equal
 * the earlier id is read again, so that the answer is exact. Not thread-safe.
 */
final class UniqueIds {

    private static final int FREE = -1;

    private final IntFunction<String> earlier;
    private final ToLongFunction<String> hash;
    private long[] hashes = new long[1024];
    private int[] table = freeTable(2048);
    private int size;

    /** Begins with none; {@code earlier} returns the id that was added as the n-th, from 0. */
    UniqueIds(IntFunction<String> earlier) {
        this(earlier, seeded(ThreadLocalRandom.current().nextLong()));
    }

    UniqueIds(IntFunction<String> earlier, ToLongFunction<String> hash) {
        this.earlier = earlier;
        this.hash = hash;
    }

    /** Adds an id and returns -1, or returns the number of the one that is equal and adds nothing. */
    int add(String id) {
        long own = hash.applyAsLong(id);
        int slot = slot(own);
        while (table[slot] != FREE) {
            int other = table[slot];
            if (hashes[other] == own && earlier.apply(other).equals(id)) {
                return other;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = size;
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size + (size >> 1));
        }
        hashes[size++] = own;
        if (size > table.length / 4 * 3) {
            grow();
        }
        return FREE;
    }

    private void grow() {
        int slots = table.length * 2;
        table = new int[0];
        table = freeTable(slots);
        for (int i = 0; i < size; i++) {
            int slot = slot(hashes[i]);
            while (table[slot] != FREE) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = i;
        }
    }

    private int slot(long own) {
        return (int) (own ^ (own >>> 32)) & (table.length - 1);
    }

    private static int[] freeTable(int slots) {
        int[] free = new int[slots];
        Arrays.fill(free, FREE);
        return free;
    }

    // The seed keeps whoever writes ids from choosing ones that collide.
    private static ToLongFunction<String> seeded(long seed) {
        return id -> {
            long hash = seed;
            for (int i = 0; i < id.length(); i++) {
                hash = mixed(hash ^ id.charAt(i));
            }
            return mixed(hash + id.length());
        };
    }

    static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
