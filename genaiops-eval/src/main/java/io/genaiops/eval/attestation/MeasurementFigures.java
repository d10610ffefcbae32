package io.genaiops.eval.attestation;

import io.genaiops.eval.Scale;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.evidence.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What evaluators found of one variant, in the terms of gates.
 *
 * @since 0.1
 */
public final class MeasurementFigures {

    private static final double LEVEL = 0.95;

    private MeasurementFigures() {}

    /**
     * Returns mean and pass rate of each measurement, as far as there are any.
     *
     * @param items how many items there are
     */
    public static List<Figure> of(List<Measurement> measurements, int items) {
        List<Figure> figures = new ArrayList<>();
        for (Measurement measurement : measurements) {
            mean(measurement, items).ifPresent(figures::add);
            passRate(measurement, items).ifPresent(figures::add);
        }
        return figures;
    }

    /** Where the scores give no interval, because all are equal, the whole scale stands in for it. */
    private static Optional<Figure> mean(Measurement measurement, int items) {
        return measurement
                .mean()
                .flatMap(mean -> measurement
                        .interval()
                        .or(() -> whole(measurement.scale()))
                        .map(interval -> figure(
                                measurement,
                                Figure.Kind.MEAN,
                                mean.value(),
                                interval,
                                items,
                                measurement.scoredItems())));
    }

    private static Optional<Figure> passRate(Measurement measurement, int items) {
        return measurement
                .passRate()
                .map(rate ->
                        figure(measurement, Figure.Kind.PASS_RATE, rate.rate(), rate.interval(), items, rate.items()));
    }

    private static Figure figure(
            Measurement measurement, Figure.Kind kind, double value, Interval interval, int items, int scored) {
        return new Figure(
                measurement.evaluator().name(),
                measurement.evaluator().configuration(),
                kind,
                value,
                Math.min(value, interval.low()),
                Math.max(value, interval.high()),
                interval.level(),
                items,
                scored);
    }

    private static Optional<Interval> whole(Scale scale) {
        return Double.isFinite(scale.min()) && Double.isFinite(scale.max())
                ? Optional.of(new Interval(scale.min(), scale.max(), LEVEL))
                : Optional.empty();
    }
}
