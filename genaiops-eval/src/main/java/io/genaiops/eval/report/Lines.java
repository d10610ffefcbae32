package io.genaiops.eval.report;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/** Makes lines of Markdown from blocks and samples, each of a bounded length. */
final class Lines {

    private static final int LONGEST_TEXT = 300;
    private static final int LONGEST_SENTENCE = 1_000;
    private static final int MOST_DETAILS = 12;

    private Lines() {}

    /** Appends a block; a plot is left out, since a table shows the same. */
    static void block(Block block, int room, Markdown page) {
        if (block instanceof Block.Heading heading) {
            page.heading(3, shortened(heading.text()));
        } else if (block instanceof Block.Words words) {
            page.paragraph(cut(words.text(), LONGEST_SENTENCE));
        } else if (block instanceof Block.Points points) {
            page.entries(points.points().stream().map(Lines::point).toList(), room);
        } else if (block instanceof Block.Table table) {
            page.header(table.columns().stream()
                    .map(column -> shortened(column.title()))
                    .toList());
            page.entries(table.lines().stream().map(Lines::line).toList(), room);
        }
    }

    private static Markdown.Entry point(Block.Point point) {
        StringBuilder lines = new StringBuilder(Markdown.item(cut(point.text(), LONGEST_SENTENCE)));
        point.details().forEach(detail -> lines.append(Markdown.detail(shortened(detail))));
        return new Markdown.Entry(point.tone().severity(), lines.toString());
    }

    private static Markdown.Entry line(Block.Line line) {
        return new Markdown.Entry(
                line.tone().severity(),
                Markdown.row(line.cells().stream().map(Lines::shortened).toList()));
    }

    /** Returns what a variant made of a sample that needs a look. */
    static String sample(ItemResult item) {
        List<String> details = new ArrayList<>();
        for (Trial trial : item.trials()) {
            trial(trial, item.trials().size() == 1 ? "" : "repetition " + trial.repetition() + ", ", details);
        }
        StringBuilder lines = new StringBuilder(Markdown.item("sample "
                + shortened(item.sample().id()) + ": " + shortened(item.sample().input())));
        details.stream().limit(MOST_DETAILS).forEach(detail -> lines.append(Markdown.detail(detail)));
        if (details.size() > MOST_DETAILS) {
            lines.append(Markdown.detail("and " + (details.size() - MOST_DETAILS) + " more"));
        }
        return lines.toString();
    }

    private static void trial(Trial trial, String prefix, List<String> details) {
        if (!trial.isAnswered()) {
            details.add(prefix + "no answer: " + shortened(trial.error()));
            return;
        }
        Evaluation evaluation = trial.evaluation();
        List<Evaluation.Result> results = new ArrayList<>(evaluation.failures());
        results.addAll(evaluation.inconclusive());
        if (!results.isEmpty()) {
            details.add(prefix + "answer: "
                    + shortened(evaluation.sample().response().orElse(Figures.NONE)));
            results.forEach(result -> details.add(prefix + shortened(result.toString())));
        }
    }

    /** Returns the start of a text, and not half a character. */
    static String shortened(String text) {
        return cut(text, LONGEST_TEXT);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, splits ? most - 1 : most) + "…";
    }
}
