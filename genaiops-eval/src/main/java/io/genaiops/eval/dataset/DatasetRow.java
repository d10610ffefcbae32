package io.genaiops.eval.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Sample;

/** What of a sample is part of the digest of a dataset. */
final class DatasetRow {

    private DatasetRow() {}

    static ObjectNode of(Sample sample) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", sample.id()).put("input", sample.input());
        ArrayNode references = row.putArray("references");
        sample.references().forEach(references::add);
        ArrayNode context = row.putArray("context");
        sample.context()
                .forEach(
                        document -> context.addObject().put("id", document.id()).put("text", document.text()));
        ArrayNode tags = row.putArray("tags");
        sample.tags().stream().sorted().forEach(tags::add);
        ObjectNode attributes = row.putObject("attributes");
        sample.attributes().forEach(attributes::set);
        sample.response().ifPresent(response -> row.put("response", response));
        return row;
    }
}
