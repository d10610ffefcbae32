package io.genaiops.eval.outline;

import com.fasterxml.jackson.core.JsonGenerator;
import io.genaiops.cost.Cost;
import io.genaiops.cost.TokenKind;
import io.genaiops.eval.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Writes fields of samples and answers as JSON. What is empty or not known is left out.
 *
 * @since 0.1
 */
public final class RowJson {

    private RowJson() {}

    /** Writes what the dataset says of a sample. */
    public static void sample(Sample sample, JsonGenerator json) throws IOException {
        json.writeStringField("id", sample.id());
        json.writeStringField("input", sample.input());
        strings("references", sample.references(), json);
        if (!sample.context().isEmpty()) {
            json.writeArrayFieldStart("context");
            for (Sample.Document document : sample.context()) {
                json.writeStartObject();
                json.writeStringField("id", document.id());
                json.writeStringField("text", document.text());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        strings("tags", sample.tags(), json);
        if (!sample.attributes().isEmpty()) {
            json.writeObjectField("attributes", sample.attributes());
        }
    }

    /** Writes what is known of how an answer came to be. */
    public static void origin(Sample answered, JsonGenerator json) throws IOException {
        seconds("latency", answered.latency(), json);
        seconds("firstToken", answered.timeToFirstToken(), json);
        string("started", answered.startedAt().map(Object::toString), json);
        string("model", answered.model(), json);
        string("prompt", answered.prompt().map(Object::toString), json);
        string("promptDigest", answered.prompt().map(prompt -> prompt.digest().value()), json);
        if (answered.cost().isPresent()) {
            cost(answered.cost().get(), json);
        }
        tokens(answered, json);
    }

    private static void cost(Cost cost, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("cost");
        if (cost.amount().isPresent()) {
            json.writeNumberField("amount", cost.amount().get());
        }
        string("currency", cost.currency().map(currency -> currency.getCurrencyCode()), json);
        string("unpriced", cost.reason(), json);
        json.writeEndObject();
    }

    private static void tokens(Sample answered, JsonGenerator json) throws IOException {
        boolean begun = false;
        for (TokenKind kind : TokenKind.values()) {
            if (answered.usage().tokens(kind).isPresent()) {
                if (!begun) {
                    json.writeObjectFieldStart("tokens");
                    begun = true;
                }
                json.writeNumberField(
                        Figures.word(kind), answered.usage().tokens(kind).getAsLong());
            }
        }
        if (begun) {
            json.writeEndObject();
        }
    }

    private static void seconds(String field, Optional<Duration> time, JsonGenerator json) throws IOException {
        if (time.isPresent()) {
            json.writeNumberField(field, Figures.seconds(time.get()));
        }
    }

    private static void string(String field, Optional<String> text, JsonGenerator json) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(field, text.get());
        }
    }

    private static void strings(String field, Collection<String> texts, JsonGenerator json) throws IOException {
        if (!texts.isEmpty()) {
            json.writeArrayFieldStart(field);
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }
}
