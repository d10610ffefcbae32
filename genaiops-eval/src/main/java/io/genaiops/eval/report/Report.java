package io.genaiops.eval.report;

import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.page.ResultPage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A result in a format: {@code Report.html(result).writeTo(path)}. A report is written while the samples are read, one
 * after the other, so that its size needs no memory. Immutable.
 *
 * @since 0.1
 */
public final class Report {

    @FunctionalInterface
    private interface Content {
        void write(OutputStream stream) throws IOException;
    }

    private final String what;
    private final Content content;

    private Report(String format, String name, Content content) {
        this.what = format + " of '" + name + "'";
        this.content = content;
    }

    /**
     * Returns the result as Markdown (CommonMark with tables) for a pull request: overview, findings, and the samples
     * that need a look, the worst first. It begins with {@link #marker} and has at most 60,000 characters; what was cut
     * is counted.
     */
    public static Report markdown(ExperimentResult result) {
        return new Report("Markdown", result.name(), new MarkdownReport(result)::write);
    }

    /**
     * Returns the result as one HTML file for people: overview, findings, plots, and every sample with what all variants
     * made of it, to filter, search and compare. It loads nothing, and runs nothing but its own script.
     */
    public static Report html(ExperimentResult result) {
        return new Report("HTML", result.name(), stream -> ResultPage.write(result, stream));
    }

    /** Returns a trend as Markdown for a pull request, at most 60,000 characters; of many results the newest. */
    public static Report markdown(Trend trend) {
        return new Report("Markdown", trend.title(), new TrendMarkdown(trend)::write);
    }

    /** Returns a trend as one HTML file for people: plots over time, and the figures behind them. */
    public static Report html(Trend trend) {
        return new Report(
                "HTML",
                trend.title(),
                stream -> ResultPage.write(trend.title(), trend.sections(Integer.MAX_VALUE), stream));
    }

    /**
     * Returns the result as JSON, all samples and outcomes included; {@code docs/report-json.md} explains it. {@link Trend}
     * reads it.
     */
    public static Report json(ExperimentResult result) {
        return new Report("JSON", result.name(), new JsonReport(result)::write);
    }

    /**
     * Returns the result as JUnit XML for build servers: a suite for each variant, a case for each sample, repetition and
     * check. A check without a score is skipped, with the reason; scores that are only observed are left out.
     */
    public static Report junitXml(ExperimentResult result) {
        return new Report("JUnit XML", result.name(), new JunitReport(result)::write);
    }

    /**
     * Returns the outcomes of the result as CSV in UTF-8 with a byte order mark, one line for each variant, sample,
     * repetition and evaluator. A cell that a spreadsheet could take for a formula begins with a quotation mark.
     */
    public static Report csv(ExperimentResult result) {
        return new Report("CSV", result.name(), new CsvReport(result)::write);
    }

    /**
     * Returns the first line of the Markdown on an experiment of the name: a comment that readers do not see, by which a
     * job finds the comment it wrote before and replaces it.
     */
    public static String marker(String experiment) {
        return Marker.of(experiment);
    }

    /** Returns the text, all of it in memory; write large reports to a file. */
    public String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Writes the text in UTF-8 to a stream, which stays open. */
    public void writeTo(OutputStream stream) {
        try {
            BufferedOutputStream buffered = new BufferedOutputStream(stream, 1 << 16);
            content.write(buffered);
            buffered.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the " + what + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes the text in UTF-8, over what was there once all of it is written, and creates the folders that are missing. */
    public void writeTo(Path file) {
        Path target = file.toAbsolutePath();
        try {
            Path folder = target.getParent();
            if (folder == null) {
                throw new IOException("it names no file");
            }
            Files.createDirectories(folder);
            Path part = folder.resolve(target.getFileName() + ".part");
            try {
                try (OutputStream stream = Files.newOutputStream(part)) {
                    writeTo(stream);
                }
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("report cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Returns what the report is, without any of its text. */
    @Override
    public String toString() {
        return "Report[" + what + "]";
    }
}
