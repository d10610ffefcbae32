package io.genaiops.eval.provenance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.eval.comparison.ScoreColumn;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of a run, by item and variant, with what they were measured on and with, and without any text. It is written
 * to JSON, kept, and compared with a later run by {@link #before}. Immutable.
 *
 * @since 0.1
 */
public final class RunScores {

    private final Provenance provenance;
    private final Iterable<String> ids;
    private final Map<String, List<ScoreColumn>> variants;

    private RunScores(Provenance provenance, Iterable<String> ids, Map<String, List<ScoreColumn>> variants) {
        this.provenance = provenance;
        this.ids = ids;
        this.variants = variants;
    }

    /**
     * Returns the scores of a run.
     *
     * @param ids the ids of the items in order, gone through when they are needed
     * @param variants the columns of each variant, by its name
     * @throws IllegalArgumentException if a column is of more or fewer items than the run
     */
    public static RunScores of(Provenance provenance, Iterable<String> ids, Map<String, List<ScoreColumn>> variants) {
        Map<String, List<ScoreColumn>> copy = new LinkedHashMap<>();
        variants.forEach((name, columns) -> {
            copy.put(name, List.copyOf(columns));
            columns.forEach(column -> requireItems(column, provenance));
        });
        return new RunScores(
                requireNonNull(provenance, "provenance"),
                requireNonNull(ids, "ids"),
                Collections.unmodifiableMap(copy));
    }

    private static void requireItems(ScoreColumn column, Provenance provenance) {
        if (column.items() != provenance.items()) {
            throw new IllegalArgumentException(
                    "a run of " + provenance.items() + " items needs columns of as many; found: " + column);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws io.genaiops.GenAiOpsException if it is anything else; the message names the field
     */
    public static RunScores fromJson(JsonNode json) {
        return RunScoresJson.read(json);
    }

    /** Returns all of it as JSON: ids, scores and digests, and the kind of outcome where there is no score. */
    public JsonNode toJson() {
        return RunScoresJson.write(this);
    }

    /** Returns what the scores were measured on and with. */
    public Provenance provenance() {
        return provenance;
    }

    /** Returns the ids of the items, in order. */
    public Iterable<String> ids() {
        return ids;
    }

    /** Returns the columns of each variant, by its name, in the order of the run. */
    public Map<String, List<ScoreColumn>> variants() {
        return variants;
    }

    /**
     * Returns the columns of a variant.
     *
     * @throws IllegalArgumentException if there is none of the name; the message lists those there are
     */
    public List<ScoreColumn> variant(String variant) {
        List<ScoreColumn> columns = variants.get(variant);
        if (columns == null) {
            throw new IllegalArgumentException(
                    "'" + provenance + "' has no variant '" + variant + "'; it has " + variants.keySet());
        }
        return columns;
    }

    /**
     * Holds a later run against this one.
     *
     * @param seed the seed of the resampling tests
     */
    public RunPair before(RunScores later, long seed) {
        return new RunPair(this, later, seed);
    }

    /** Returns the run and its variants, without ids. */
    @Override
    public String toString() {
        return "RunScores[" + provenance + ", " + provenance.items() + " items, " + variants.keySet() + "]";
    }
}
