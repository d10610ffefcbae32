package io.genaiops.eval.comparison;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One quantity of the answers of one variant, by item and repetition; what is not known has no number. Items count from 0
 * in the order of the dataset, repetitions from 1. Thread-safe once it is filled.
 *
 * @since 0.1
 */
public final class QuantityColumn {

    private final Quantity quantity;
    private final Cells cells;

    private QuantityColumn(Quantity quantity, Cells cells) {
        this.quantity = quantity;
        this.cells = cells;
    }

    /** Returns a column in which nothing is known yet. */
    public static QuantityColumn of(Quantity quantity, int items, int repetitions) {
        return new QuantityColumn(requireNonNull(quantity, "quantity"), new Cells(items, repetitions));
    }

    /**
     * Takes down a number.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public void set(int item, int repetition, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(quantity + " must be at least 0; found: " + value);
        }
        cells.set(item, repetition, value);
    }

    /** Returns the quantity. */
    public Quantity quantity() {
        return quantity;
    }

    /** Returns the number of items. */
    public int items() {
        return cells.items();
    }

    /** Returns the number of repetitions. */
    public int repetitions() {
        return cells.repetitions();
    }

    /** Returns the number of one answer, if it is known. */
    public OptionalDouble value(int item, int repetition) {
        return cells.isNumber(item, repetition)
                ? OptionalDouble.of(cells.value(item, repetition))
                : OptionalDouble.empty();
    }

    /** Returns the mean of the item's numbers over the repetitions that have one; empty if none has. */
    public OptionalDouble value(int item) {
        return cells.mean(item);
    }

    /** Returns the numbers of all answers that have one, in the order of items and repetitions. */
    public double[] values() {
        return IntStream.range(0, items())
                .boxed()
                .flatMapToDouble(item -> IntStream.rangeClosed(1, repetitions())
                        .mapToObj(repetition -> value(item, repetition))
                        .flatMapToDouble(OptionalDouble::stream))
                .toArray();
    }

    @Override
    public String toString() {
        return "QuantityColumn[" + quantity + ", " + items() + " items x " + repetitions() + "]";
    }
}
