package io.genaiops.eval.finding;

import io.genaiops.eval.Threshold;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.comparison.ThresholdCurve;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Block.Point;
import io.genaiops.eval.outline.Block.Series;
import io.genaiops.eval.outline.Block.Spot;
import io.genaiops.eval.outline.Block.Tone;
import io.genaiops.eval.outline.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** How the pass rates would be with other thresholds. */
final class ThresholdFindings {

    private static final int MOST_POINTS = 60;
    private static final double RATE = 0.9;

    private ThresholdFindings() {}

    static Section curves(Material material) {
        List<Block> blocks = new ArrayList<>();
        for (Measurement measurement : material.result().variants().get(0).measurements()) {
            String name = material.names().of(measurement.evaluator());
            List<Series> series = new ArrayList<>();
            List<Point> points = new ArrayList<>();
            for (VariantResult variant : material.result().variants()) {
                ThresholdCurve curve = variant.measurement(measurement.evaluator())
                        .orElseThrow()
                        .thresholdCurve(MOST_POINTS);
                if (curve.points().size() > 1) {
                    series.add(series(variant.name(), curve));
                    points.add(strictest(variant.name(), curve));
                }
            }
            if (!series.isEmpty()) {
                blocks.add(new Block.Curves(name + ", pass rate by threshold", "threshold", List.of(), series));
                blocks.add(new Block.Heading(name));
                blocks.add(new Block.Points(points));
            }
        }
        return new Section("thresholds", "Other thresholds", blocks);
    }

    private static Series series(String variant, ThresholdCurve curve) {
        return new Series(
                variant,
                curve.points().stream()
                        .map(point -> new Spot(
                                end(point.threshold()),
                                point.passRate().rate(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty()))
                        .sorted((one, other) -> Double.compare(one.across(), other.across()))
                        .toList());
    }

    private static double end(Threshold threshold) {
        return Double.isFinite(threshold.from()) ? threshold.from() : threshold.to();
    }

    private static Point strictest(String variant, ThresholdCurve curve) {
        return curve.strictest(RATE)
                .map(point -> Point.of(
                        variant + ": '" + point.threshold() + "' is the strictest that 90 % of answers surely pass"))
                .orElseGet(() -> new Point(
                        Tone.UNKNOWN, variant + ": no threshold is known that 90 % of answers pass", List.of()));
    }
}
