package io.genaiops.eval.comparison;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Numbers by item and repetition, eight bytes each. A cell without a number holds a small code instead, written into the
 * bits of a NaN that no computation gives. Cells may be set by several threads, each cell by one. Some of the items, in
 * any order, can be looked at as if there were no others: such a view shares the numbers.
 */
final class Cells {

    static final int NOT_SET = 0;
    static final int ABSENT = -1;

    private static final long CODES = 0x7ff8_c0de_0000_0000L;
    private static final int MOST_CODES = 0xff;

    private final int repetitions;
    private final long[] bits;
    private final int @Nullable [] rows;

    Cells(int items, int repetitions) {
        if (items < 0 || repetitions < 1 || (long) items * repetitions > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("items times repetitions must fit one array of " + Integer.MAX_VALUE
                    + "; found: " + items + " x " + repetitions);
        }
        this.repetitions = repetitions;
        this.bits = new long[items * repetitions];
        this.rows = null;
        Arrays.fill(bits, CODES);
    }

    private Cells(Cells whole, int[] rows) {
        this.repetitions = whole.repetitions;
        this.bits = whole.bits;
        this.rows = rows;
    }

    /** Returns a view of some items; one that is {@link #ABSENT} has no number. The array is kept. */
    Cells only(int[] items) {
        int[] places =
                rows == null ? items : Arrays.stream(items).map(this::row).toArray();
        for (int place : places) {
            if (place != ABSENT && (place < 0 || place >= bits.length / repetitions)) {
                throw new IndexOutOfBoundsException(
                        "items must be 0 to below " + bits.length / repetitions + "; found: " + place);
            }
        }
        return new Cells(this, places);
    }

    int items() {
        return rows == null ? bits.length / repetitions : rows.length;
    }

    /** Returns where an item is in the whole, or {@link #ABSENT}. */
    int row(int item) {
        return rows == null || item == ABSENT ? item : rows[item];
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
        return isNumber(cell(item, repetition));
    }

    double value(int item, int repetition) {
        return Double.longBitsToDouble(cell(item, repetition));
    }

    /** Returns the code of a cell that is no number. */
    int codeAt(int item, int repetition) {
        return (int) (cell(item, repetition) & MOST_CODES);
    }

    /** Returns the mean of an item's numbers; empty if it has none. */
    OptionalDouble mean(int item) {
        double sum = 0;
        int count = 0;
        for (int repetition = 1; repetition <= repetitions; repetition++) {
            long cell = cell(item, repetition);
            if (isNumber(cell)) {
                sum += Double.longBitsToDouble(cell);
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }

    /** Returns all numbers, in the order of items and repetitions. */
    double[] numbers() {
        double[] numbers = new double[items() * repetitions];
        int count = 0;
        for (int item = 0; item < items(); item++) {
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                long cell = cell(item, repetition);
                if (isNumber(cell)) {
                    numbers[count++] = Double.longBitsToDouble(cell);
                }
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    private long cell(int item, int repetition) {
        return row(item) == ABSENT ? CODES : bits[index(item, repetition)];
    }

    private static boolean isNumber(long cell) {
        return (cell & ~(long) MOST_CODES) != CODES;
    }

    private int index(int item, int repetition) {
        if (repetition < 1 || repetition > repetitions) {
            throw new IndexOutOfBoundsException("repetition must be 1 to " + repetitions + "; found: " + repetition);
        }
        return row(item) * repetitions + repetition - 1;
    }
}
