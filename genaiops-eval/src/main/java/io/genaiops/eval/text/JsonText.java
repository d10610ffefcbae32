package io.genaiops.eval.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.genaiops.eval.Outcome;
import java.io.IOException;

/** Tells whether a text is one JSON value. Reads tokens only, so that depth and size cost no memory. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

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
