package io.genaiops.eval.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.finding.Findings;
import io.genaiops.eval.outline.Row;
import io.genaiops.eval.outline.Rows;
import io.genaiops.eval.outline.Section;
import io.genaiops.eval.outline.Summary;
import io.genaiops.eval.outline.Taken;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes results as pages. Samples are read once and written as they come; what needs
 * all of them, latencies and findings, stands at the end.
 *
 * @since 0.1
 */
public final class ResultPage {

    private ResultPage() {}

    /** Writes the page of a result. */
    public static void write(ExperimentResult result, OutputStream stream) throws IOException {
        ObjectNode summary = Summary.of(result);
        try (Page page = Page.open(stream, result.name(), json -> json.writeTree(summary))) {
            Taken taken = Taken.of(result);
            RowParts parts = new RowParts(page, result);
            for (Row row : Rows.of(result)) {
                taken.add(row);
                parts.add(row);
            }
            parts.end();
            page.part("latencies", json -> json.writeTree(Summary.latencies(result, taken)));
            page.part("sections", json -> json.writeTree(SectionJson.of(Findings.of(result, taken))));
        }
    }

    /** Writes a page of sections alone. */
    public static void write(String title, List<Section> sections, OutputStream stream) throws IOException {
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("title", title);
        try (Page page = Page.open(stream, title, json -> json.writeTree(summary))) {
            page.part("sections", json -> json.writeTree(SectionJson.of(sections)));
        }
    }
}
