package io.genaiops.eval.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Sample;
import io.genaiops.prompt.PromptIdentity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes answered samples as JSON and reads equal ones back; a row that is the dataset's own is left out. */
final class SampleJson {

    private SampleJson() {}

    static ObjectNode write(Sample row, Sample answered) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!answered.hasRowOf(row)) {
            json.set("row", row(answered));
        }
        answered.response().ifPresent(text -> json.set("response", response(text, answered)));
        return json;
    }

    static Sample read(Sample row, JsonNode json) {
        Sample own = json.has("row") ? row(json.get("row")) : row.unanswered();
        return json.has("response") ? response(own, json.get("response")) : own;
    }

    private static ObjectNode row(Sample sample) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", sample.id()).put("input", sample.input());
        ArrayNode references = row.putArray("references");
        sample.references().forEach(references::add);
        ArrayNode context = row.putArray("context");
        sample.context()
                .forEach(
                        document -> context.addObject().put("id", document.id()).put("text", document.text()));
        ArrayNode tags = row.putArray("tags");
        sample.tags().forEach(tags::add);
        ObjectNode attributes = row.putObject("attributes");
        sample.attributes().forEach(attributes::set);
        return row;
    }

    private static Sample row(JsonNode row) {
        Sample sample = Sample.of(row.path("input").textValue())
                .withId(row.path("id").textValue())
                .expecting(texts(row.path("references")))
                .tagged(texts(row.path("tags")).toArray(String[]::new));
        List<Sample.Document> documents = new ArrayList<>();
        row.path("context")
                .forEach(document -> documents.add(new Sample.Document(
                        document.path("id").textValue(), document.path("text").textValue())));
        sample = sample.groundedIn(documents);
        for (var attribute : row.path("attributes").properties()) {
            sample = sample.with(attribute.getKey(), attribute.getValue());
        }
        return sample;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static ObjectNode response(String text, Sample answered) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("text", text);
        ObjectNode usage = usage(answered.usage());
        if (!usage.isEmpty()) {
            response.set("usage", usage);
        }
        answered.cost().ifPresent(cost -> response.set("cost", cost(cost)));
        answered.startedAt().ifPresent(started -> response.put("started", started.toString()));
        answered.latency().ifPresent(latency -> response.put("latency", latency.toString()));
        answered.timeToFirstToken().ifPresent(time -> response.put("firstToken", time.toString()));
        answered.model().ifPresent(model -> response.put("model", model));
        answered.prompt().ifPresent(prompt -> response.set("prompt", prompt(prompt)));
        return response;
    }

    private static Sample response(Sample row, JsonNode json) {
        Sample sample = row.answered(json.path("text").textValue());
        if (json.has("usage")) {
            sample = sample.using(usage(json.get("usage")));
        }
        if (json.has("cost")) {
            sample = sample.costing(cost(json.get("cost")));
        }
        if (json.has("started")) {
            sample = sample.startedAt(Instant.parse(json.get("started").textValue()));
        }
        if (json.has("latency")) {
            sample = sample.took(Duration.parse(json.get("latency").textValue()));
        }
        if (json.has("firstToken")) {
            sample =
                    sample.firstTokenAfter(Duration.parse(json.get("firstToken").textValue()));
        }
        if (json.has("model")) {
            sample = sample.from(json.get("model").textValue());
        }
        return json.has("prompt") ? sample.promptedBy(prompt(json.get("prompt"))) : sample;
    }

    static ObjectNode usage(Usage usage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (TokenKind kind : TokenKind.values()) {
            usage.tokens(kind).ifPresent(count -> json.put(name(kind), count));
        }
        return json;
    }

    static Usage usage(JsonNode json) {
        Usage usage = Usage.UNKNOWN;
        for (TokenKind kind : TokenKind.values()) {
            JsonNode count = json.path(name(kind));
            usage = count.isMissingNode() ? usage : usage.with(kind, count.longValue());
        }
        return usage;
    }

    static ObjectNode cost(Cost cost) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        cost.amount().ifPresent(amount -> json.put("amount", amount.toPlainString()));
        cost.currency().ifPresent(currency -> json.put("currency", currency.getCurrencyCode()));
        cost.reason().ifPresent(reason -> json.put("unpriced", reason));
        cost.unpricedModel().ifPresent(model -> json.put("model", model));
        cost.assumptions().forEach(json.withArray("assumptions")::add);
        return json;
    }

    static Cost cost(JsonNode json) {
        if (json.has("amount")) {
            return Cost.of(
                    new BigDecimal(json.get("amount").textValue()),
                    Currency.getInstance(json.get("currency").textValue()),
                    texts(json.path("assumptions")));
        }
        Cost unpriced = Cost.unpriced(json.path("unpriced").textValue());
        return json.has("model") ? unpriced.ofModel(json.get("model").textValue()) : unpriced;
    }

    private static ObjectNode prompt(PromptIdentity prompt) {
        Resolution resolution = prompt.resolution();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", prompt.name()).put("version", prompt.version().toString());
        json.put("digest", resolution.digest().value()).put("source", name(resolution.source()));
        json.put("age", resolution.age().toString());
        if (resolution.label() != null) {
            json.put("label", resolution.label().toString());
        }
        if (resolution.arm() != null) {
            json.put("arm", resolution.arm());
        }
        return json;
    }

    private static PromptIdentity prompt(JsonNode json) {
        Resolution resolution = new Resolution(
                Digest.parse(json.path("digest").textValue()),
                Resolution.Source.valueOf(json.path("source").textValue().toUpperCase(Locale.ROOT)),
                Duration.parse(json.path("age").textValue()),
                json.has("label") ? Label.of(json.get("label").textValue()) : null,
                text(json, "arm"));
        return new PromptIdentity(
                json.path("name").textValue(),
                Version.parse(json.path("version").textValue()),
                resolution);
    }

    private static @Nullable String text(JsonNode json, String field) {
        return json.has(field) ? json.get(field).textValue() : null;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
