package io.genaiops.eval.finding;

import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Block.Point;
import io.genaiops.eval.outline.Block.Tone;
import io.genaiops.eval.outline.Section;
import io.genaiops.eval.slice.Flip;
import io.genaiops.eval.slice.Flips;
import io.genaiops.eval.slice.SliceFinding;
import io.genaiops.eval.slice.Slices;
import io.genaiops.eval.slice.Tags;
import java.util.ArrayList;
import java.util.List;

/** Where the difference of two variants turns round, and which samples changed sides. */
final class SliceFindings {

    private static final int MOST_FLIPS = 5;

    private SliceFindings() {}

    static Section slices(Material material) {
        List<Block> blocks = new ArrayList<>();
        if (!material.withFirst().isEmpty()) {
            Tags tags = Tags.of(material.result().dataset());
            for (Comparison pair : tags.names().isEmpty() ? List.<Comparison>of() : material.detailed()) {
                blocks.add(new Block.Heading(pair.first() + " and " + pair.second()));
                blocks.add(new Block.Points(points(Slices.of(pair, tags, Slices.FEWEST))));
            }
        }
        return new Section("slices", "Tags", material.marked(blocks));
    }

    private static List<Point> points(Slices slices) {
        List<Point> points = new ArrayList<>();
        for (SliceFinding finding : slices.worse()) {
            points.add(new Point(Tone.BAD, finding.words(), List.of()));
        }
        List<String> lines = slices.describe().lines().toList();
        int said = slices.overall().caveats().size() + points.size();
        lines.subList(Math.min(said, lines.size()), lines.size()).forEach(line -> points.add(Point.of(line)));
        return points;
    }

    static Section flips(Material material) {
        List<Block> blocks = new ArrayList<>();
        for (Comparison pair : material.detailed()) {
            List<Point> points = new ArrayList<>();
            for (Measurement measurement : material.judged()) {
                if (measurement.threshold().isPresent() && isNamed(material, measurement.evaluator())) {
                    points.add(point(
                            pair,
                            Flips.of(
                                    pair,
                                    measurement.evaluator().name(),
                                    material.result().dataset())));
                }
            }
            if (!points.isEmpty()) {
                blocks.add(new Block.Heading(pair.first() + " and " + pair.second()));
                blocks.add(new Block.Points(points));
            }
        }
        return new Section("flips", "Samples that flipped", material.marked(blocks));
    }

    /** Flips are found by the name of the evaluator, which must be the only one of the name. */
    private static boolean isNamed(Material material, EvaluatorId evaluator) {
        return material.names().of(evaluator).equals(evaluator.name());
    }

    private static Point point(Comparison pair, Flips flips) {
        String text = flips.evaluator().name() + ": " + flips.worse().size() + " passed with " + pair.first()
                + " and fail with " + pair.second() + ", " + flips.better().size() + " the other way round; judged with"
                + " only one of the two: "
                + (flips.lost().size() + flips.gained().size());
        List<String> details = new ArrayList<>();
        flips.worse().stream().limit(MOST_FLIPS).map(Flip::toString).forEach(details::add);
        if (flips.worse().size() > MOST_FLIPS) {
            details.add("and " + (flips.worse().size() - MOST_FLIPS) + " more that fail now");
        }
        Tone tone = flips.worse().isEmpty() ? Tone.NEUTRAL : Tone.UNKNOWN;
        return new Point(tone, text, details);
    }
}
