package io.genaiops.eval.performance;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Measures a whole run. Samples of one id are repeats of one item: intervals take the item as their unit, so that repeating
 * does not narrow them. Made by {@link PerformanceEvaluators}. Immutable.
 *
 * @since 0.1
 */
public final class RunMeasure implements RunEvaluator {

    /** What a measure gives: a figure, or why there is none. */
    record Found(RunFigure figure, String missing) {

        private static final RunFigure NONE = new RunFigure(0, Optional.empty(), 0, "");

        static Found of(RunFigure figure) {
            return new Found(figure, "");
        }

        static Found none(String why) {
            return new Found(NONE, why);
        }
    }

    private final EvaluatorId id;
    private final Scale scale;
    private final Direction direction;
    private final Function<List<Sample>, Found> measure;

    RunMeasure(EvaluatorId id, Scale scale, Direction direction, Function<List<Sample>, Found> measure) {
        this.id = requireNonNull(id);
        this.scale = requireNonNull(scale);
        this.direction = requireNonNull(direction);
        this.measure = requireNonNull(measure);
    }

    /** Returns the figure of a run with its interval; empty if too little is known, as {@link #evaluate} says. */
    public Optional<RunFigure> figure(List<Sample> samples) {
        Found found = measure.apply(List.copyOf(samples));
        return found.missing.isEmpty() ? Optional.of(found.figure) : Optional.empty();
    }

    @Override
    public EvaluatorId id() {
        return id;
    }

    @Override
    public Scale scale() {
        return scale;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    /** Returns the figure as a score; its explanation holds the interval and the remark. */
    @Override
    public Outcome evaluate(List<Sample> samples) {
        Found found = measure.apply(List.copyOf(samples));
        if (!found.missing.isEmpty()) {
            return Outcome.notApplicable(found.missing);
        }
        String interval = found.figure.interval().map(RunMeasure::words).orElse("no interval");
        return Outcome.scored(found.figure.value(), scale, direction, interval + "; " + found.figure.remark());
    }

    private static String words(Interval interval) {
        return number(100 * interval.level()) + " % interval " + number(interval.low()) + " to "
                + number(interval.high());
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
