package io.genaiops.eval.tradeoff;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Statistics;
import java.util.List;
import java.util.Optional;

/**
 * A variant with its figures and its place among the others.
 *
 * @param variant its name
 * @param quality its scores; empty if no item has one
 * @param cost what an item costs; empty if nothing is known, or if costs are in several currencies
 * @param latency the seconds that an item takes; empty if nothing is known
 * @param standing its place
 * @param rivals the variants that dominate it, or that it cannot be told from; empty if it is on the front
 * @since 0.1
 */
public record Option(
        String variant,
        Optional<Figure> quality,
        Optional<Figure> cost,
        Optional<Figure> latency,
        Standing standing,
        List<String> rivals) {

    /** Names the place of a variant among the others. */
    public enum Standing {
        /** Every other variant is worse in something beyond chance, or differs by nothing that matters. */
        ON_FRONT,
        /** Another variant is better in something beyond chance, and no worse in the rest by more than what matters. */
        DOMINATED,
        /** Another variant may dominate it: so few items, or so much that is unknown, do not tell. */
        CANNOT_TELL
    }

    /**
     * A mean over items.
     *
     * @param mean the mean, repeats averaged within each item
     * @param interval its 95 % Student interval; empty with fewer than two items or without any spread
     * @param items how many items have a number
     * @param missing how many items have none
     */
    public record Figure(double mean, Optional<Interval> interval, int items, int missing) {

        static Figure of(Mean mean, int items) {
            return new Figure(mean.value(), mean.interval(0.95), mean.count(), items - mean.count());
        }

        /** Returns it in words, such as {@code 4.1 (3.9 to 4.3), 3 items without}. */
        public String words() {
            return Statistics.figure(mean, interval) + (missing == 0 ? "" : ", " + missing + " items without");
        }
    }

    /** Copies the rivals. */
    public Option {
        rivals = List.copyOf(rivals);
    }

    /** Returns name, figures and place in a line. */
    public String words() {
        String place = switch (standing) {
            case ON_FRONT -> "on the front";
            case DOMINATED -> "dominated by " + String.join(", ", rivals);
            case CANNOT_TELL -> "cannot tell whether dominated by " + String.join(", ", rivals);
        };
        return variant + ": quality " + words(quality) + "; cost " + words(cost) + "; latency " + words(latency) + "; "
                + place;
    }

    private static String words(Optional<Figure> figure) {
        return figure.map(Figure::words).orElse("unknown");
    }
}
