package io.genaiops.eval.tradeoff;

import io.genaiops.eval.comparison.QuantityColumn;
import io.genaiops.eval.statistics.PairedDifferences;
import io.genaiops.eval.statistics.Statistics;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The items of which a quantity is known and above 0 in both variants, and how many are not.
 *
 * @param savings the logarithms of first to second; empty if no item has one
 * @param ofTotals what the items known of both took together, second to first
 * @param paired how many have a ratio
 * @param unknown how many lack a number
 * @param zeros how many have a 0
 * @param why why nothing can be compared; empty if it can
 */
record RatioItems(
        Optional<PairedDifferences> savings,
        OptionalDouble ofTotals,
        int paired,
        int unknown,
        int zeros,
        Optional<String> why) {

    static RatioItems none(int items, String why) {
        return new RatioItems(Optional.empty(), OptionalDouble.empty(), 0, items, 0, Optional.of(why));
    }

    static RatioItems of(QuantityColumn first, QuantityColumn second) {
        double[] logs = new double[first.items()];
        int paired = 0;
        int zeros = 0;
        double before = 0;
        double after = 0;
        for (int item = 0; item < logs.length; item++) {
            OptionalDouble one = first.value(item);
            OptionalDouble other = second.value(item);
            if (one.isPresent() && other.isPresent()) {
                before += one.getAsDouble();
                after += other.getAsDouble();
                boolean zero = one.getAsDouble() == 0 || other.getAsDouble() == 0;
                zeros += zero ? 1 : 0;
                if (!zero) {
                    logs[paired++] = Math.log(one.getAsDouble()) - Math.log(other.getAsDouble());
                }
            }
        }
        return new RatioItems(
                paired == 0 ? Optional.empty() : Optional.of(savings(Arrays.copyOf(logs, paired))),
                before > 0 ? OptionalDouble.of(after / before) : OptionalDouble.empty(),
                paired,
                logs.length - paired - zeros,
                zeros,
                Optional.empty());
    }

    private static PairedDifferences savings(double[] logs) {
        return Statistics.paired(new double[logs.length], logs);
    }
}
