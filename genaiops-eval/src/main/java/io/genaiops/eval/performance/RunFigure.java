package io.genaiops.eval.performance;

import io.genaiops.eval.statistics.Interval;
import java.util.Objects;
import java.util.Optional;

/**
 * What a measure found in a run.
 *
 * @param value the figure itself
 * @param interval the interval of it, with the item as its unit however often it was repeated; empty if there are too few
 *     items, or the measure has none
 * @param measured how many answers it is of
 * @param remark what to know of it, such as how many answers it leaves out; empty if nothing
 * @since 0.1
 */
public record RunFigure(double value, Optional<Interval> interval, int measured, String remark) {

    /** Requires all of it. */
    public RunFigure {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(remark, "remark");
    }
}
