package io.genaiops.eval.rating;

import io.genaiops.eval.Sample;
import io.genaiops.eval.rating.RatingSheetBuilder.Answered;
import io.genaiops.eval.statistics.Resampling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A table of answers for people to rate, one row for each answer and one column for each criterion:
 *
 * <pre>{@code
 * RatingSheet sheet = RatingSheet.builder(42, Criterion.grades("tone", 1, 5), Criterion.yesNo("safe"))
 *         .answers(result)
 *         .build();
 * sheet.writeTo(Path.of("ratings.csv"));
 * sheet.key().writeTo(Path.of("ratings-key.json"));
 * Ratings ada = sheet.key().read("ada", Path.of("ratings-of-ada.csv"));
 * }</pre>
 *
 * <p>The file is CSV in UTF-8 with a byte order mark, as spreadsheets expect it. Variants are called A, B and so on, anew
 * for each sample. A cell that a spreadsheet could take for a formula begins with a quotation mark. Immutable.
 *
 * @since 0.1
 */
public final class RatingSheet {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\r\n").get();

    private final SheetKey key;
    private final List<List<String>> table;
    private final List<String> unanswered;

    RatingSheet(
            SheetKey key,
            Map<String, Function<? super Sample, String>> columns,
            Map<String, Answered> rows,
            List<String> unanswered) {
        this.key = key;
        this.unanswered = List.copyOf(unanswered);
        this.table = new ArrayList<>();
        table.add(key.headers());
        new LinkedHashMap<>(rows).forEach((row, answered) -> table.add(cells(row, answered, columns)));
    }

    /**
     * Starts a sheet.
     *
     * @param seed draws the order of the answers to each sample
     * @param criteria what to rate, at least one
     */
    public static RatingSheetBuilder builder(long seed, Criterion... criteria) {
        return new RatingSheetBuilder(seed, criteria);
    }

    /**
     * Compares people who rated the same answers, by sample and variant.
     *
     * @param criterion what all of them rated, on one scale
     * @param raters at least two, with different names
     * @param resampling the seed and number of resamples of the interval
     */
    public static RaterAgreement agreement(String criterion, List<Ratings> raters, Resampling resampling) {
        return RaterAgreement.of(criterion, raters, resampling);
    }

    /** Returns what is needed to read the sheet back, and what raters must not see. */
    public SheetKey key() {
        return key;
    }

    /** Returns the number of answers to rate. */
    public int size() {
        return table.size() - 1;
    }

    /** Returns the answers that an experiment lacks, as variant, sample and error; they are not in the sheet. */
    public List<String> unanswered() {
        return unanswered;
    }

    /** Returns the sheet as CSV, without byte order mark. */
    public String text() {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
            for (List<String> row : table) {
                printer.printRecord(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot refuse characters", e);
        }
        return text.toString();
    }

    /** Writes the sheet, over what was there, and creates the folders that are missing. */
    public void writeTo(Path file) {
        write(file, "\ufeff" + text());
    }

    static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("ratings cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private List<String> cells(String row, Answered answered, Map<String, Function<? super Sample, String>> columns) {
        List<String> cells = new ArrayList<>();
        cells.add(row);
        cells.add(CellText.escape(answered.sample().input()));
        columns.values().forEach(text -> cells.add(CellText.escape(text.apply(answered.sample()))));
        cells.add(CellText.escape(answered.text()));
        key.criteria().forEach(criterion -> cells.add(""));
        cells.add("");
        return cells;
    }

    /** Returns the number of answers and the criteria, without any text. */
    @Override
    public String toString() {
        return "RatingSheet[" + size() + " answers, " + key.criteria() + "]";
    }
}
