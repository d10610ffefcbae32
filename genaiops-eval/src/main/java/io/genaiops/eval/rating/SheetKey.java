package io.genaiops.eval.rating;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Scale;
import io.genaiops.eval.rating.RatingSheetBuilder.Answered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which row of a {@link RatingSheet} is whose answer to what. It holds ids and digests, no text of question or answer.
 * Immutable.
 *
 * @since 0.1
 */
public final class SheetKey {

    /** Whose answer a row shows. */
    record Row(String sample, String variant, Digest answer, Digest shown) {}

    private static final String SCHEMA = "genaiops.rating-key/1";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final long seed;
    private final List<Criterion> criteria;
    private final List<String> columns;
    private final Map<String, Row> rows;

    private SheetKey(long seed, List<Criterion> criteria, List<String> columns, Map<String, Row> rows) {
        this.seed = seed;
        this.criteria = List.copyOf(criteria);
        this.columns = List.copyOf(columns);
        this.rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    static SheetKey of(long seed, List<Criterion> criteria, List<String> columns, Map<String, Answered> answers) {
        return new SheetKey(seed, criteria, columns, keyed(answers));
    }

    /** Returns the seed that drew the order of the answers. */
    public long seed() {
        return seed;
    }

    /** Returns what was asked, in the order of the columns. */
    public List<Criterion> criteria() {
        return criteria;
    }

    /**
     * Reads the sheet that a person filled in: comma, semicolon or tab, with or without byte order mark, UTF-8 or UTF-16.
     *
     * @param rater who filled it in
     * @throws InvalidRatingsException listing every wrong row, off-scale and missing cell by line
     */
    public Ratings read(String rater, Path file) {
        try {
            return new Ratings(rater, criteria, new SheetReader(this, file.toString()).read(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("ratings cannot be read from " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a sheet from memory; problems call it {@code name}. */
    public Ratings read(String rater, String name, byte[] bytes) {
        return new Ratings(rater, criteria, new SheetReader(this, name).read(bytes));
    }

    /** Reads a key that {@link #writeTo} wrote. */
    public static SheetKey read(Path file) {
        try {
            return fromJson(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw new GenAiOpsException(
                    "key of a rating sheet in " + file + " must be JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("key of a rating sheet cannot be read from " + file, e);
        }
    }

    /** Writes the key as JSON, over what was there. Keep it from the raters. */
    public void writeTo(Path file) {
        RatingSheet.write(file, toJson().toPrettyString() + "\n");
    }

    /** Returns the key as JSON, from which {@link #fromJson} makes an equal one. */
    public JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", SCHEMA).put("seed", seed);
        ArrayNode asked = json.putArray("criteria");
        criteria.forEach(criterion -> asked.addObject()
                .put("name", criterion.name())
                .put("form", criterion.form().name())
                .put("min", criterion.scale().min())
                .put("max", criterion.scale().max())
                .put("direction", criterion.direction().name()));
        ArrayNode shown = json.putArray("columns");
        columns.forEach(shown::add);
        ObjectNode answers = json.putObject("rows");
        rows.forEach((id, row) -> answers.putObject(id)
                .put("sample", row.sample())
                .put("variant", row.variant())
                .put("answer", row.answer().value())
                .put("shown", row.shown().value()));
        return json;
    }

    /** Reads what {@link #toJson} wrote; anything else is an error. */
    public static SheetKey fromJson(JsonNode json) {
        if (!json.path("schema").asText().equals(SCHEMA)) {
            throw new GenAiOpsException(
                    "key of a rating sheet must have the schema '" + SCHEMA + "'; found: " + json.path("schema"));
        }
        try {
            List<Criterion> criteria = new ArrayList<>();
            json.required("criteria")
                    .forEach(asked -> criteria.add(new Criterion(
                            asked.required("name").textValue(),
                            Criterion.Form.valueOf(asked.required("form").textValue()),
                            Scale.of(
                                    asked.required("min").doubleValue(),
                                    asked.required("max").doubleValue()),
                            Direction.valueOf(asked.required("direction").textValue()))));
            List<String> columns = new ArrayList<>();
            json.required("columns").forEach(column -> columns.add(column.textValue()));
            Map<String, Row> rows = new LinkedHashMap<>();
            json.required("rows").properties().forEach(field -> rows.put(field.getKey(), row(field.getValue())));
            return new SheetKey(json.required("seed").longValue(), criteria, columns, rows);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new GenAiOpsException("key of a rating sheet is not as it was written: " + e.getMessage(), e);
        }
    }

    /** Returns the heads of the columns, in order. */
    List<String> headers() {
        List<String> headers = new ArrayList<>(List.of("row", "question"));
        columns.forEach(column -> headers.add(CellText.escape(column)));
        headers.add("answer");
        criteria.forEach(criterion -> headers.add(CellText.escape(criterion.header())));
        headers.add("comment");
        return headers;
    }

    Map<String, Row> rows() {
        return rows;
    }

    private static Row row(JsonNode json) {
        return new Row(
                json.required("sample").textValue(),
                json.required("variant").textValue(),
                Digest.parse(json.required("answer").textValue()),
                Digest.parse(json.required("shown").textValue()));
    }

    private static Map<String, Row> keyed(Map<String, Answered> answers) {
        Map<String, Row> rows = new LinkedHashMap<>();
        answers.forEach((id, answered) -> rows.put(
                id,
                new Row(
                        answered.sample().id(),
                        answered.variant(),
                        CellText.exact(answered.text()),
                        CellText.fingerprint(answered.text()))));
        return rows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SheetKey that && toJson().equals(that.toJson());
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    /** Returns the number of rows and the criteria. */
    @Override
    public String toString() {
        return "SheetKey[" + rows.size() + " rows, " + criteria + "]";
    }
}
