package io.genaiops.eval.comparison;

import java.util.OptionalDouble;

/**
 * Numbers by item and repetition, eight bytes each. A cell without a number holds a small code instead, written into the
 * bits of a NaN that no computation gives. Cells may be set by several threads, each cell by one.
 */
final class Cells {

    static final int NOT_SET = 0;

    private static final long CODES = 0x7ff8_c0de_0000_0000L;
    private static final int MOST_CODES = 0xff;

    private final int repetitions;
    private final long[] bits;

    Cells(int items, int repetitions) {
        if (items < 0 || repetitions < 1 || (long) items * repetitions > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("items times repetitions must fit one array of " + Integer.MAX_VALUE
                    + "; found: " + items + " x " + repetitions);
        }
        this.repetitions = repetitions;
        this.bits = new long[items * repetitions];
        java.util.Arrays.fill(bits, CODES);
    }

    int items() {
        return bits.length / repetitions;
    }

    int repetitions() {
        return repetitions;
    }

    void set(int item, int repetition, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a cell holds a finite number or a code; found: " + value);
        }
        bits[index(item, repetition)] = Double.doubleToRawLongBits(value);
    }

    void code(int item, int repetition, int code) {
        if (code < 0 || code > MOST_CODES) {
            throw new IllegalArgumentException("code must be 0 to " + MOST_CODES + "; found: " + code);
        }
        bits[index(item, repetition)] = CODES | code;
    }

    boolean isNumber(int item, int repetition) {
        return isNumber(bits[index(item, repetition)]);
    }

    double value(int item, int repetition) {
        return Double.longBitsToDouble(bits[index(item, repetition)]);
    }

    /** Returns the code of a cell that is no number. */
    int codeAt(int item, int repetition) {
        return (int) (bits[index(item, repetition)] & MOST_CODES);
    }

    /** Returns the mean of an item's numbers; empty if it has none. */
    OptionalDouble mean(int item) {
        double sum = 0;
        int count = 0;
        for (int repetition = 1; repetition <= repetitions; repetition++) {
            long cell = bits[index(item, repetition)];
            if (isNumber(cell)) {
                sum += Double.longBitsToDouble(cell);
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }

    private static boolean isNumber(long cell) {
        return (cell & ~(long) MOST_CODES) != CODES;
    }

    private int index(int item, int repetition) {
        if (repetition < 1 || repetition > repetitions) {
            throw new IndexOutOfBoundsException("repetition must be 1 to " + repetitions + "; found: " + repetition);
        }
        return item * repetitions + repetition - 1;
    }
}
