package io.genaiops.eval.outline;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Opens a stream of JSON in UTF-8 that takes any text, {@link WellFormed} or not.
 *
 * @since 0.1
 */
public final class JsonOutput {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonOutput() {}

    /** Returns a generator whose end does not close the stream. */
    public static JsonGenerator to(OutputStream stream) throws IOException {
        JsonGenerator generator = JSON.getFactory().createGenerator(stream, JsonEncoding.UTF8);
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        return new Lenient(generator);
    }

    private static final class Lenient extends JsonGeneratorDelegate {

        Lenient(JsonGenerator generator) {
            super(generator, false);
        }

        @Override
        public void writeFieldName(String name) throws IOException {
            super.writeFieldName(WellFormed.of(name));
        }

        @Override
        public void writeString(String text) throws IOException {
            super.writeString(WellFormed.of(text));
        }
    }
}
