package io.genaiops.eval.finding;

import io.genaiops.cost.CostTotal;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Block.Column;
import io.genaiops.eval.outline.Block.Line;
import io.genaiops.eval.outline.Block.Point;
import io.genaiops.eval.outline.Block.Tone;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is to be said of the run itself. */
final class RunFindings {

    private RunFindings() {}

    /** Says first what makes a result less than it seems. */
    static Section stopped(Material material) {
        ExperimentResult result = material.result();
        List<Point> points = new ArrayList<>();
        result.stopped()
                .ifPresent(why -> points.add(new Point(
                        Tone.BAD,
                        "The experiment ended before all was run: " + why + ". What was not run counts as skipped.",
                        List.of())));
        if (result.abandoned() > 0) {
            points.add(new Point(
                    Tone.UNKNOWN,
                    result.abandoned()
                            + " answers were asked for in vain and again; what the first time cost is not known.",
                    List.of()));
        }
        if (result.reused() > 0) {
            points.add(Point.of(
                    result.reused() + " answers came from a cache: latency and cost are those of their time."));
        }
        return section("run", "The run", points);
    }

    /** Says in words which evaluators gave nothing, since an empty cell is easily overlooked. */
    static Section silent(Material material) {
        List<Point> points = new ArrayList<>();
        for (VariantResult variant : material.result().variants()) {
            for (Measurement measurement : variant.measurements()) {
                if (measurement.scoredItems() == 0) {
                    String text = material.names().of(measurement.evaluator()) + " gave no score at all for "
                            + variant.name() + ", so nothing can be concluded from it.";
                    points.add(new Point(Tone.BAD, text, List.of()));
                }
            }
        }
        return section("no-score", "No score at all", points);
    }

    static Section wholeRuns(Material material) {
        List<Line> lines = new ArrayList<>();
        for (VariantResult variant : material.result().variants()) {
            variant.runOutcomes()
                    .forEach((evaluator, outcome) -> lines.add(new Line(
                            tone(outcome),
                            List.of(variant.name(), evaluator.name(), Figures.score(outcome), outcome.explanation()))));
        }
        List<Column> columns = List.of(
                new Column("Variant", false),
                new Column("Evaluator", false),
                new Column("Value", true),
                new Column("Remark", false));
        return new Section(
                "runs", "Whole runs", lines.isEmpty() ? List.of() : List.of(new Block.Table(columns, lines)));
    }

    private static Tone tone(Outcome outcome) {
        return outcome.isScored() ? Tone.NEUTRAL : Tone.UNKNOWN;
    }

    /** Says the cost of each variant with its coverage, where any answer has one, and that of the judges apart. */
    static Section costs(Material material) {
        List<Point> points = new ArrayList<>();
        boolean known = false;
        for (VariantResult variant : material.result().variants()) {
            CostTotal total = variant.cost();
            known |= isKnown(total);
            points.add(cost(variant.name() + ": ", total));
        }
        JudgeMeter.Total judging = material.result().judging();
        if (judging.calls() > 0) {
            known = true;
            points.add(cost("judges, apart from all of these: ", judging.cost()));
        }
        return section("cost", "Cost", known ? points : List.of());
    }

    private static boolean isKnown(CostTotal total) {
        return total.pricedCalls() > 0 || !total.unpricedModels().isEmpty();
    }

    private static Point cost(String of, CostTotal total) {
        return total.unpricedModels().isEmpty()
                ? Point.of(of + total)
                : new Point(Tone.UNKNOWN, of + total, List.of("without a price: " + models(total)));
    }

    private static String models(CostTotal total) {
        return total.unpricedModels().entrySet().stream()
                .map(model -> model.getKey() + " (" + model.getValue() + " calls)")
                .collect(Collectors.joining(", "));
    }

    static Section section(String id, String title, List<Point> points) {
        return new Section(id, title, points.isEmpty() ? List.of() : List.of(new Block.Points(points)));
    }
}
