package io.genaiops.eval.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.outline.Latencies;
import io.genaiops.eval.outline.Row;
import io.genaiops.eval.outline.Rows;
import io.genaiops.eval.outline.Section;
import io.genaiops.eval.outline.Sections;
import io.genaiops.eval.outline.Summary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes results as pages. Samples are read once and written as they come; their latencies,
 * which need all of them, stand at the end.
 *
 * @since 0.1
 */
public final class ResultPage {

    private ResultPage() {}

    /** Writes the page of a result. */
    public static void write(ExperimentResult result, OutputStream stream) throws IOException {
        ObjectNode summary = Summary.of(result);
        summary.set("sections", SectionJson.of(Sections.of(result)));
        try (Page page = Page.open(stream, result.name(), json -> json.writeTree(summary))) {
            Latencies latencies = new Latencies();
            RowParts parts = new RowParts(page, result);
            for (Row row : Rows.of(result)) {
                latencies.add(row);
                parts.add(row);
            }
            parts.end();
            page.part("latencies", json -> json.writeTree(Summary.latencies(result, latencies)));
        }
    }

    /** Writes a page of sections alone. */
    public static void write(String title, List<Section> sections, OutputStream stream) throws IOException {
        Page.open(stream, title, json -> {
                    json.writeStartObject();
                    json.writeStringField("title", title);
                    json.writeObjectField("sections", SectionJson.of(sections));
                    json.writeEndObject();
                })
                .close();
    }
}
