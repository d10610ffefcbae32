package io.genaiops.eval.report;

import io.genaiops.eval.Judgement;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.Names;
import io.genaiops.eval.outline.Row;
import io.genaiops.eval.outline.Rows;
import io.genaiops.eval.outline.Section;
import io.genaiops.eval.outline.Sections;
import io.genaiops.eval.outline.Severity;
import io.genaiops.eval.outline.Worst;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lays out a result for a pull request, in the number of characters that a comment may have. */
final class MarkdownReport {

    static final int MOST_CHARACTERS = 60_000;
    private static final int ROOM_FOR_OVERVIEW = 15_000;
    private static final int ROOM_FOR_SAMPLES = 16_000;
    static final int ROOM_FOR_A_HEADING = 1_000;
    private static final int MOST_KEPT = 500;

    private final ExperimentResult result;

    MarkdownReport(ExperimentResult result) {
        this.result = result;
    }

    void write(OutputStream stream) throws IOException {
        stream.write(text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        Markdown page = new Markdown();
        page.line(Marker.of(result.name()));
        page.heading(1, Lines.shortened(result.name()));
        page.paragraph("Dataset " + Lines.shortened(result.dataset().name()) + ": "
                + result.dataset().size() + " items, "
                + result.datasetDigest().abbreviated() + "; each answered "
                + (result.repetitions() == 1 ? "once" : result.repetitions() + " times") + "; seed " + result.seed()
                + ".");
        overview(page);
        Sections.of(result).forEach(section -> section(section, page));
        samples(page);
        return page.toString();
    }

    private void overview(Markdown page) {
        Names names = Names.of(result);
        page.heading(2, "Overview");
        page.header(List.of(
                "Variant", "Evaluator", "Mean", "95 % interval", "Pass rate (95 %)", "Coverage", "Without a score"));
        List<Markdown.Entry> rows = new ArrayList<>();
        for (VariantResult variant : result.variants()) {
            for (Measurement measurement : variant.measurements()) {
                String row = Markdown.row(List.of(
                        Lines.shortened(variant.name()),
                        names.of(measurement.evaluator()),
                        Figures.mean(measurement),
                        Figures.interval(measurement.interval()),
                        Figures.passRate(measurement),
                        Figures.coverage(measurement.aggregate()),
                        Figures.counts(measurement.aggregate())));
                rows.add(new Markdown.Entry(severity(measurement), row));
            }
        }
        page.entries(rows, ROOM_FOR_OVERVIEW);
    }

    /** The share that failed or has no score. */
    private static double severity(Measurement measurement) {
        double failed = measurement.aggregate().count(Judgement.FAILED);
        return failed / measurement.aggregate().size()
                + 1
                - measurement.aggregate().coverage();
    }

    private static void section(Section section, Markdown page) {
        if (room(page) < ROOM_FOR_A_HEADING) {
            return;
        }
        page.heading(2, section.title());
        for (Block block : section.blocks()) {
            if (room(page) >= ROOM_FOR_A_HEADING) {
                Lines.block(block, room(page), page);
            }
        }
    }

    private static int room(Markdown page) {
        return MOST_CHARACTERS - ROOM_FOR_SAMPLES - page.length();
    }

    private void samples(Markdown page) {
        List<Worst<String>> worst = new ArrayList<>();
        result.variants().forEach(variant -> worst.add(new Worst<>(MOST_KEPT)));
        for (Row row : Rows.of(result)) {
            for (int i = 0; i < worst.size(); i++) {
                var item = row.items().get(i);
                worst.get(i).offer(Severity.of(item), () -> Lines.sample(item));
            }
        }
        for (int i = 0; i < worst.size(); i++) {
            int room = (MOST_CHARACTERS - page.length()) / (worst.size() - i);
            if (room < ROOM_FOR_A_HEADING) {
                page.heading(2, "Samples to look at: " + (worst.size() - i) + " more variants");
                return;
            }
            samples(result.variants().get(i), worst.get(i), room, page);
        }
    }

    private static void samples(VariantResult variant, Worst<String> worst, int room, Markdown page) {
        int before = page.length();
        page.heading(2, "Samples to look at: " + Lines.shortened(variant.name()));
        if (worst.total() == 0) {
            page.paragraph("None: every check of every sample passed.");
        } else {
            page.worst(worst.kept(), worst.total(), room - (page.length() - before));
        }
    }
}
