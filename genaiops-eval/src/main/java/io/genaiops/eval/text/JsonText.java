package io.genaiops.eval.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Outcome;
import io.genaiops.schema.JsonSchema;
import io.genaiops.schema.SchemaViolation;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Tells whether a text is one JSON value, by its tokens alone, and whether it fits a schema. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper TREES = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MOST_VIOLATIONS = 10;

    private JsonText() {}

    static Outcome judge(String text, JsonSchema schema) {
        try {
            List<SchemaViolation> violations = schema.validate(TREES.readTree(text));
            return TextEvaluators.yesNo(violations.isEmpty(), "fits the schema", describe(violations));
        } catch (StreamConstraintsException | GenAiOpsException e) {
            return Outcome.errored(e);
        } catch (JsonProcessingException e) {
            return TextEvaluators.score(0, "no JSON: " + e.getOriginalMessage());
        }
    }

    private static String describe(List<SchemaViolation> violations) {
        String first = violations.stream()
                .limit(MOST_VIOLATIONS)
                .map(SchemaViolation::toString)
                .collect(Collectors.joining("; "));
        int more = violations.size() - MOST_VIOLATIONS;
        return more > 0 ? first + "; and " + more + " more" : first;
    }

    static Outcome judge(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return TextEvaluators.score(0, "empty");
            }
            parser.skipChildren();
            return TextEvaluators.yesNo(parser.nextToken() == null, "one JSON value", "text follows the JSON value");
        } catch (StreamConstraintsException e) {
            return Outcome.errored(e);
        } catch (JsonProcessingException e) {
            return TextEvaluators.score(
                    0,
                    e.getOriginalMessage() + " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")");
        } catch (IOException e) {
            return Outcome.errored(e);
        }
    }
}
