package io.genaiops.eval.outline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * Keeps the worst of many, worst first and in the order of their coming where they are equally bad. What is not among
 * them is counted and not made. Not thread-safe.
 *
 * @param <T> what is kept
 * @since 0.1
 */
public final class Worst<T> {

    private record Kept<T>(double severity, long place, T value) {}

    private static final Comparator<Kept<?>> WORST_FIRST =
            Comparator.<Kept<?>>comparingDouble(Kept::severity).reversed().thenComparingLong(Kept::place);

    private final PriorityQueue<Kept<T>> kept = new PriorityQueue<>(WORST_FIRST.reversed());
    private final int most;
    private long total;

    /** Creates an empty selection that keeps this many at most. */
    public Worst(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a selection keeps at least 1; found: " + most);
        }
        this.most = most;
    }

    /** Takes note of one that is this bad, above 0; what is not bad at all is left out. */
    public void offer(double severity, Supplier<T> value) {
        if (!(severity > 0)) {
            return;
        }
        long place = total++;
        if (kept.size() == most) {
            if (kept.element().severity() >= severity) {
                return;
            }
            kept.remove();
        }
        kept.add(new Kept<>(severity, place, value.get()));
    }

    /** Returns how many were bad, kept or not. */
    public long total() {
        return total;
    }

    /** Returns those that were kept. */
    public List<T> kept() {
        List<Kept<T>> sorted = new ArrayList<>(kept);
        sorted.sort(WORST_FIRST);
        return sorted.stream().map(Kept::value).toList();
    }
}
