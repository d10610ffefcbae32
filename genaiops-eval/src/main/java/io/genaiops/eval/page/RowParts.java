package io.genaiops.eval.page;

import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.outline.Row;
import java.io.IOException;

/**
 * Collects rows into two kinds of parts: {@code rows} with what filters and plots need, read at once, and {@code texts} of
 * about half a megabyte, read when a reader comes to them. Used once; not thread-safe.
 */
final class RowParts {

    private static final int MOST_ROWS = 8_192;
    private static final int MOST_BYTES = 512 * 1024;

    private final Page page;
    private final RowColumns columns;
    private final RowTexts texts;

    RowParts(Page page, ExperimentResult result) throws IOException {
        this.page = page;
        this.columns = new RowColumns(result);
        this.texts = new RowTexts(result);
    }

    void add(Row row) throws IOException {
        columns.add(row);
        texts.add(row);
        if (texts.bytes() >= MOST_BYTES) {
            page.texts(texts.from(), texts.take());
        }
        if (columns.size() == MOST_ROWS) {
            page.part("rows", columns::write);
            columns.clear();
        }
    }

    void end() throws IOException {
        page.texts(texts.from(), texts.take());
        page.part("rows", columns::write);
    }
}
