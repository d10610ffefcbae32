package io.genaiops.eval.report;

import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Block.Column;
import io.genaiops.eval.outline.Block.Line;
import io.genaiops.eval.outline.Block.Series;
import io.genaiops.eval.outline.Block.Spot;
import io.genaiops.eval.outline.Block.Tone;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.Section;
import io.genaiops.eval.report.PastResult.Estimate;
import io.genaiops.eval.report.PastResult.Figure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says how the figures of each evaluator went from result to result. */
final class TrendSections {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A figure and the result that it is of, which may lack it. */
    private record Moment(int place, PastResult result, Figure figure) {}

    private final List<PastResult> results;

    TrendSections(List<PastResult> results) {
        this.results = results;
    }

    List<Section> all() {
        List<Section> sections = new ArrayList<>();
        for (String evaluator : names(Figure::evaluator)) {
            sections.add(evaluator(evaluator, sections.size()));
        }
        sections.add(sources());
        return sections;
    }

    private Section sources() {
        List<Column> columns = List.of(
                new Column("Finished (UTC)", false),
                new Column("Experiment", false),
                new Column("Dataset", false),
                new Column("Digest", false),
                new Column("Samples", true));
        List<Line> lines = results.stream()
                .map(result -> new Line(
                        Tone.NEUTRAL,
                        List.of(
                                TIME.format(result.finished()),
                                result.experiment(),
                                result.dataset(),
                                abbreviated(result.digest()),
                                Integer.toString(result.samples()))))
                .toList();
        return new Section("results", "Results", List.of(new Block.Table(columns, lines)));
    }

    private Section evaluator(String evaluator, int place) {
        List<Block> blocks = new ArrayList<>();
        plot(evaluator + ", mean", evaluator, Figure::mean, false).ifPresent(blocks::add);
        plot(evaluator + ", pass rate", evaluator, Figure::passRate, true).ifPresent(blocks::add);
        blocks.add(table(evaluator));
        return new Section("evaluator-" + place, evaluator, blocks);
    }

    private Optional<Block> plot(
            String title, String evaluator, Function<Figure, Estimate> estimate, boolean byThreshold) {
        List<Series> series = new ArrayList<>();
        for (String variant : names(Figure::variant)) {
            series.addAll(series(moments(evaluator, variant), estimate, byThreshold));
        }
        List<String> ticks =
                results.stream().map(result -> day(result.finished())).toList();
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Curves(title, "date of the result", ticks, series));
    }

    /** A line ends where the next figure is missing or is not comparable. */
    private static List<Series> series(List<Moment> moments, Function<Figure, Estimate> estimate, boolean byThreshold) {
        List<Series> series = new ArrayList<>();
        List<Spot> spots = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            Estimate value = estimate.apply(moment.figure());
            if (i > 0 && breaks(moments.get(i - 1), moment, byThreshold)) {
                end(moments.get(i - 1), spots, series);
            }
            if (value.value().isPresent()) {
                spots.add(new Spot(moment.place(), value.value().getAsDouble(), value.low(), value.high()));
            } else {
                end(moment, spots, series);
            }
        }
        if (!moments.isEmpty()) {
            end(moments.get(0), spots, series);
        }
        return series;
    }

    private static boolean breaks(Moment before, Moment moment, boolean byThreshold) {
        boolean gap = moment.place() != before.place() + 1;
        boolean threshold = byThreshold
                && !before.figure().threshold().equals(moment.figure().threshold());
        return gap || threshold || !differences(before, moment).isEmpty();
    }

    private static void end(Moment of, List<Spot> spots, List<Series> series) {
        if (!spots.isEmpty()) {
            series.add(new Series(of.figure().variant(), spots));
            spots.clear();
        }
    }

    /** Returns why the scores of two results do not compare. */
    private static List<String> differences(Moment before, Moment moment) {
        List<String> differences = new ArrayList<>();
        if (!before.result().experiment().equals(moment.result().experiment())) {
            differences.add("another experiment");
        }
        if (!before.result().digest().equals(moment.result().digest())) {
            differences.add("another dataset");
        }
        if (!before.figure().identity().equals(moment.figure().identity())) {
            differences.add("another version or configuration of the evaluator");
        }
        return differences;
    }

    private Block table(String evaluator) {
        List<Column> columns = List.of(
                new Column("Variant", false),
                new Column("Finished (UTC)", false),
                new Column("Mean", true),
                new Column("95 % interval", true),
                new Column("Pass rate", true),
                new Column("95 % interval", true),
                new Column("Coverage", true),
                new Column("Not comparable with the line above", false));
        List<Line> lines = new ArrayList<>();
        for (String variant : names(Figure::variant)) {
            List<Moment> moments = moments(evaluator, variant);
            for (int i = 0; i < moments.size(); i++) {
                lines.add(line(moments.get(i), i == 0 ? List.of() : marks(moments.get(i - 1), moments.get(i))));
            }
        }
        return new Block.Table(columns, lines);
    }

    private static List<String> marks(Moment before, Moment moment) {
        List<String> marks = new ArrayList<>(differences(before, moment));
        if (!before.figure().threshold().equals(moment.figure().threshold())) {
            marks.add("another threshold, for the pass rate");
        }
        return marks;
    }

    private static Line line(Moment moment, List<String> marks) {
        Figure figure = moment.figure();
        return new Line(
                marks.isEmpty() ? Tone.NEUTRAL : Tone.UNKNOWN,
                List.of(
                        figure.variant(),
                        TIME.format(moment.result().finished()),
                        value(figure.mean(), Figures::number),
                        interval(figure.mean(), Figures::number),
                        value(figure.passRate(), Figures::percent),
                        interval(figure.passRate(), Figures::percent),
                        Figures.percent(figure.coverage()),
                        String.join("; ", marks)));
    }

    private static String value(Estimate estimate, Function<Double, String> write) {
        return estimate.value().isPresent() ? write.apply(estimate.value().getAsDouble()) : Figures.NONE;
    }

    private static String interval(Estimate estimate, Function<Double, String> write) {
        return estimate.low().isPresent() && estimate.high().isPresent()
                ? write.apply(estimate.low().getAsDouble()) + " to "
                        + write.apply(estimate.high().getAsDouble())
                : Figures.NONE;
    }

    private List<Moment> moments(String evaluator, String variant) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            for (Figure figure : results.get(i).figures()) {
                if (figure.evaluator().equals(evaluator) && figure.variant().equals(variant)) {
                    moments.add(new Moment(i, results.get(i), figure));
                }
            }
        }
        return moments;
    }

    private Set<String> names(Function<Figure, String> name) {
        Set<String> names = new LinkedHashSet<>();
        results.forEach(result -> result.figures().forEach(figure -> names.add(name.apply(figure))));
        return names;
    }

    private static String day(Instant time) {
        return DAY.format(time);
    }

    private static String abbreviated(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return hex.length() <= 12 ? hex : hex.substring(0, 12);
    }
}
