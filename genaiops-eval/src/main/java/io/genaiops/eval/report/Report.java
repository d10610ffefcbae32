package io.genaiops.eval.report;

import io.genaiops.eval.experiment.ExperimentResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A result as text. Immutable.
 *
 * @since 0.1
 */
public final class Report {

    private final String text;

    private Report(String text) {
        this.text = text;
    }

    /** Returns the result as Markdown (CommonMark with tables): overview, comparisons, and the samples that need a look. */
    public static Report markdown(ExperimentResult result) {
        return new Report(new MarkdownReport(result).text());
    }

    /** Returns the text. */
    public String text() {
        return text;
    }

    /** Writes the text in UTF-8, over what was there, and creates the folders that are missing. */
    public void writeTo(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
