package io.genaiops.eval.outline;

import io.genaiops.cost.CostTotal;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.outline.Block.Column;
import io.genaiops.eval.outline.Block.Line;
import io.genaiops.eval.outline.Block.Point;
import io.genaiops.eval.outline.Block.Tone;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The findings that every report tells after its overview and before its samples. A new one is a function of the result,
 * added to the list here.
 *
 * @since 0.1
 */
public final class Sections {

    private static final List<Function<ExperimentResult, Section>> ALL =
            List.of(Sections::silent, Sections::wholeRuns, Sections::costs, Sections::comparisons);

    private Sections() {}

    /** Returns the sections that have something to say. */
    public static List<Section> of(ExperimentResult result) {
        return ALL.stream()
                .map(section -> section.apply(result))
                .filter(section -> !section.isEmpty())
                .toList();
    }

    /** Says in words which evaluators gave nothing, since an empty cell is easily overlooked. */
    private static Section silent(ExperimentResult result) {
        Names names = Names.of(result);
        List<Point> points = new ArrayList<>();
        for (VariantResult variant : result.variants()) {
            for (Measurement measurement : variant.measurements()) {
                if (measurement.scoredItems() == 0) {
                    String text = names.of(measurement.evaluator()) + " gave no score at all for " + variant.name()
                            + ", so nothing can be concluded from it.";
                    points.add(new Point(Tone.BAD, text, List.of()));
                }
            }
        }
        return new Section(
                "no-score", "No score at all", points.isEmpty() ? List.of() : List.of(new Block.Points(points)));
    }

    private static Section wholeRuns(ExperimentResult result) {
        List<Line> lines = new ArrayList<>();
        for (VariantResult variant : result.variants()) {
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

    /** Says the cost of each variant with its coverage, where any answer has one. */
    private static Section costs(ExperimentResult result) {
        List<Point> points = new ArrayList<>();
        boolean known = false;
        for (VariantResult variant : result.variants()) {
            CostTotal total = variant.cost();
            known |= total.pricedCalls() > 0 || !total.unpricedModels().isEmpty();
            String text = variant.name() + ": " + total;
            points.add(
                    total.unpricedModels().isEmpty()
                            ? Point.of(text)
                            : new Point(Tone.UNKNOWN, text, List.of("without a price: " + models(total))));
        }
        return new Section("cost", "Cost", known ? List.of(new Block.Points(points)) : List.of());
    }

    private static String models(CostTotal total) {
        return total.unpricedModels().entrySet().stream()
                .map(model -> model.getKey() + " (" + model.getValue() + " calls)")
                .collect(Collectors.joining(", "));
    }

    private static Section comparisons(ExperimentResult result) {
        List<Block> blocks = new ArrayList<>();
        List<VariantResult> variants = result.variants();
        for (VariantResult other : variants.subList(1, variants.size())) {
            Comparison comparison = result.compare(variants.get(0).name(), other.name());
            blocks.add(new Block.Heading(comparison.first() + " and " + comparison.second()));
            blocks.add(new Block.Points(points(comparison)));
        }
        return new Section("comparison", "Comparison", blocks);
    }

    private static List<Point> points(Comparison comparison) {
        List<Point> points = new ArrayList<>();
        for (Comparison.Row row : comparison.rows()) {
            List<Tone> tones = Stream.of(row.passes(), row.scores())
                    .flatMap(Optional::stream)
                    .map(Sections::tone)
                    .toList();
            List<String> sentences = comparison.sentences(row);
            for (int i = 0; i < sentences.size(); i++) {
                boolean last = i == sentences.size() - 1;
                points.add(new Point(
                        i < tones.size() ? tones.get(i) : Tone.UNKNOWN,
                        sentences.get(i),
                        last && row.unpaired() > 0 ? List.of(unpaired(row)) : List.of()));
            }
        }
        return points;
    }

    private static String unpaired(Comparison.Row row) {
        return row.unpaired() + " of " + (row.paired() + row.unpaired())
                + " items have no score in one of the two and are not compared";
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict.conclusion()) {
            case BETTER -> Tone.GOOD;
            case WORSE -> Tone.BAD;
            case NO_DIFFERENCE -> Tone.NEUTRAL;
            case CANNOT_TELL -> Tone.UNKNOWN;
        };
    }
}
