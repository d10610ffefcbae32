package io.genaiops.eval.comparison;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Quantiles;
import io.genaiops.eval.statistics.Statistics;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One quantity of the answers of one variant, by item and repetition; what is not known has no number. Items count from 0
 * in the order of the dataset, repetitions from 1. Thread-safe once it is filled.
 *
 * @since 0.1
 */
public final class QuantityColumn {

    private static final double LEVEL = 0.95;

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
        return cells.numbers();
    }

    /** Returns the item means that there are, in order; repeats are averaged within each. */
    public double[] itemValues() {
        double[] means = new double[items()];
        int count = 0;
        for (int item = 0; item < means.length; item++) {
            OptionalDouble mean = cells.mean(item);
            if (mean.isPresent()) {
                means[count++] = mean.getAsDouble();
            }
        }
        return Arrays.copyOf(means, count);
    }

    /** Returns how many answers have no number: it was not told, or there was no answer. */
    public int unknown() {
        return items() * repetitions() - values().length;
    }

    /** Returns the mean over the items, with the item as the unit of its intervals; empty if nothing is known. */
    public Optional<Mean> mean() {
        double[] means = itemValues();
        return means.length == 0 ? Optional.empty() : Optional.of(Statistics.mean(means));
    }

    /** Returns the quantiles over all answers, with the item as the unit of their intervals; empty if nothing is known. */
    public Optional<Quantiles> quantiles() {
        double[] values = values();
        return values.length == 0
                ? Optional.empty()
                : Optional.of(Statistics.repeatedQuantiles(itemValues().length, values));
    }

    /** Returns a view of some items, in the given order; it shares the numbers. -1 stands for an item that is not here. */
    public QuantityColumn only(int... items) {
        return new QuantityColumn(quantity, cells.only(items.clone()));
    }

    /** Returns mean, p50, p95 and p99 in words, each with its 95 % interval where there is one, and how many are unknown. */
    public String describe() {
        return describe(quantity.unit());
    }

    String describe(String unit) {
        int unknown = unknown();
        String rest = unknown == 0 ? "" : "; unknown of " + unknown + " of " + items() * repetitions() + " answers";
        return quantiles()
                .flatMap(quantiles -> mean().map(mean -> describe(mean, quantiles, unit) + rest))
                .orElse(quantity + ": unknown of all " + items() * repetitions() + " answers");
    }

    private String describe(Mean mean, Quantiles quantiles, String unit) {
        boolean named = unit.isEmpty() || quantity.toString().endsWith(unit);
        return quantity + (named ? "" : " in " + unit) + ": mean "
                + Statistics.figure(mean.value(), mean.interval(LEVEL))
                + ", p50 " + Statistics.figure(quantiles.p50(), quantiles.interval(0.5, LEVEL))
                + ", p95 " + Statistics.figure(quantiles.p95(), quantiles.interval(0.95, LEVEL))
                + ", p99 " + Statistics.figure(quantiles.p99(), quantiles.interval(0.99, LEVEL));
    }

    @Override
    public String toString() {
        return "QuantityColumn[" + quantity + ", " + items() + " items x " + repetitions() + "]";
    }
}
