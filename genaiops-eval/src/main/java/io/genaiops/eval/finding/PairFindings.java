package io.genaiops.eval.finding;

import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Block.Column;
import io.genaiops.eval.outline.Block.Line;
import io.genaiops.eval.outline.Block.Point;
import io.genaiops.eval.outline.Block.Tone;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.Section;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of two variants is better, in sentences and, of all pairs, in figures. */
final class PairFindings {

    private PairFindings() {}

    /** Compares each variant with the first, in sentences. */
    static Section comparison(Material material) {
        List<Block> blocks = new ArrayList<>();
        for (Comparison pair : material.withFirst()) {
            blocks.add(new Block.Heading(pair.first() + " and " + pair.second()));
            blocks.add(new Block.Points(points(pair)));
        }
        if (!blocks.isEmpty()) {
            int tests = material.pairs().stream()
                    .flatMap(pair -> pair.rows().stream())
                    .mapToInt(row -> row.verdicts().size())
                    .sum();
            blocks.add(new Block.Words(tests + " tests corrected together by Holm; 5 % of the scale matter"
                    + (material.isEveryPairCompared()
                            ? "."
                            : ". So many variants and samples are compared with the first variant alone.")));
        }
        return new Section("comparison", "Comparison", blocks);
    }

    private static List<Point> points(Comparison pair) {
        List<Point> points = new ArrayList<>();
        for (Comparison.Row row : pair.rows()) {
            List<Tone> tones = Stream.of(row.passes(), row.scores())
                    .flatMap(Optional::stream)
                    .map(Material::tone)
                    .toList();
            List<String> sentences = pair.sentences(row);
            for (int i = 0; i < sentences.size(); i++) {
                Tone tone = i < tones.size() ? tones.get(i) : Tone.UNKNOWN;
                points.add(new Point(tone, sentences.get(i), List.of()));
            }
        }
        return points;
    }

    /** Lists every pair of three variants or more. */
    static Section matrix(Material material) {
        if (material.result().variants().size() < 3 || !material.isEveryPairCompared()) {
            return new Section("pairs", "All pairs", List.of());
        }
        List<Line> lines = new ArrayList<>();
        for (Comparison pair : material.pairs()) {
            for (Comparison.Row row : pair.rows()) {
                String name = material.names().of(row.evaluator());
                row.passes().ifPresent(verdict -> lines.add(line(pair, name + ", pass rate", verdict)));
                row.scores().ifPresent(verdict -> lines.add(line(pair, name + ", score", verdict)));
            }
        }
        List<Column> columns = List.of(
                new Column("First", false),
                new Column("Second", false),
                new Column("Figure", false),
                new Column("Improvement", true),
                new Column("95 % interval", true),
                new Column("p", true),
                new Column("The second is", false));
        return new Section(
                "pairs", "All pairs", lines.isEmpty() ? List.of() : List.of(new Block.Table(columns, lines)));
    }

    private static Line line(Comparison pair, String figure, Verdict verdict) {
        return new Line(
                Material.tone(verdict),
                List.of(
                        pair.first(),
                        pair.second(),
                        figure,
                        Figures.number(verdict.difference()),
                        Figures.interval(verdict.interval()),
                        verdict.pValue() < 0.001 ? "< 0.001" : Figures.number(verdict.pValue()),
                        words(verdict)));
    }

    private static String words(Verdict verdict) {
        return switch (verdict.conclusion()) {
            case BETTER -> "better";
            case WORSE -> "worse";
            case NO_DIFFERENCE -> "no different";
            case CANNOT_TELL -> "not to be told apart";
        };
    }
}
