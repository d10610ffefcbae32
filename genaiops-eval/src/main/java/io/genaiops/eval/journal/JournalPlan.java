package io.genaiops.eval.journal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Digest;
import java.util.List;

/**
 * What a journal is about. A run can go on with a journal of an equal plan alone: replies to other rows, or of other
 * variants, would be taken for its own.
 *
 * @param experiment the name of the experiment
 * @param dataset the digest of the rows
 * @param items the number of rows, at least 1
 * @param variants the names of the variants, in order
 * @param repetitions how often each variant answers each row, at least 1
 * @since 0.1
 */
public record JournalPlan(String experiment, Digest dataset, int items, List<String> variants, int repetitions) {

    static final String FORMAT = "genaiops.journal/1";

    /**
     * Refuses a plan of nothing, or of more answers than can be counted.
     *
     * @throws IllegalArgumentException if that is so
     */
    public JournalPlan {
        requireNonNull(experiment, "experiment");
        requireNonNull(dataset, "dataset");
        variants = List.copyOf(variants);
        if (items < 1 || variants.isEmpty() || repetitions < 1) {
            throw new IllegalArgumentException("a journal needs items, variants and repetitions; found: " + items + ", "
                    + variants + ", " + repetitions);
        }
        Math.multiplyExact(Math.multiplyExact(items, variants.size()), repetitions);
    }

    /** Returns the number of answers. */
    public int answers() {
        return items * variants.size() * repetitions;
    }

    /** Returns the number of the answer of a variant (from 0) to an item (from 0) in a repetition (from 1). */
    int answer(int variant, int item, int repetition) {
        return (item * variants.size() + variant) * repetitions + repetition - 1;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("journal", FORMAT).put("experiment", experiment).put("dataset", dataset.value());
        json.put("items", items).put("repetitions", repetitions);
        ArrayNode names = json.putArray("variants");
        variants.forEach(names::add);
        return json;
    }

    /** Returns what differs from a plan that was written before, in words; empty if nothing does. */
    static String difference(JsonNode written, JournalPlan plan) {
        ObjectNode expected = plan.toJson();
        StringBuilder text = new StringBuilder();
        expected.properties().forEach(field -> {
            JsonNode found = written.path(field.getKey());
            if (!found.equals(field.getValue())) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(field.getKey())
                        .append(": expected ")
                        .append(field.getValue())
                        .append(", found ")
                        .append(found.isMissingNode() ? "nothing" : found);
            }
        });
        return text.toString();
    }
}
