package io.genaiops.eval.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads JSON strictly: every key once, nothing behind the value, at most 200 levels, decimal fractions as they are
 * written. Stateless.
 *
 * @since 0.1
 */
public final class JsonText {

    private static final int DEEPEST = 200;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; line: \\d+, column: (\\d+)]");

    private JsonText() {}

    /** Returns the fields of a record that is a JSON object. */
    static ObjectNode object(RawRecord raw) {
        String text = text(raw.bytes());
        try {
            JsonNode json = JSON.readTree(text);
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw RecordFault.of("a JSON object", kind(json));
        } catch (JsonProcessingException e) {
            throw fault(e).at(raw.line() + line(e) - 1);
        }
    }

    /**
     * Returns the JSON of a text.
     *
     * @throws RecordFault if it is not JSON
     */
    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw RecordFault.of("JSON", message(e) + " at column " + column(e));
        }
    }

    static JsonNode read(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    /** Returns what JSON is, for people. */
    static String kind(JsonNode json) {
        return json.isMissingNode() ? "nothing" : json.getNodeType().toString();
    }

    private static RecordFault fault(JsonProcessingException e) {
        return RecordFault.of("one JSON object", message(e) + " at column " + column(e));
    }

    /** Returns what the parser says, without the place where it names its source. */
    static String message(JsonProcessingException e) {
        return SOURCE.matcher(e.getOriginalMessage()).replaceAll("column $1");
    }

    private static int column(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
    }

    static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RecordFault.of("UTF-8", "other bytes");
        }
    }
}
