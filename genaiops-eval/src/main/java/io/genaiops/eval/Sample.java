package io.genaiops.eval;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.asset.Digest;
import io.genaiops.call.Answer;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.eval.language.Languages;
import io.genaiops.prompt.PromptIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluator looks at: a row (id, input, references, context, tags, attributes) and, once answered, the response
 * with its usage, cost, timing, model and prompt. Immutable; every step derives a copy:
 *
 * <pre>{@code
 * Sample sample = Sample.of(question).groundedIn(documents).expecting("42").answered(answer);
 * }</pre>
 *
 * @since 0.1
 */
public final class Sample {

    /**
     * A document of the context.
     *
     * @param id what relevance judgements call it
     * @param text its text
     */
    public record Document(String id, String text) {
        /** Requires both. */
        public Document {
            requireNonNull(id, "id");
            requireNonNull(text, "text");
        }
    }

    private record Row(
            String id,
            String input,
            List<String> references,
            List<Document> context,
            Set<String> tags,
            Map<String, JsonNode> attributes) {}

    private record Response(
            String text,
            Usage usage,
            @Nullable Cost cost,
            @Nullable Instant started,
            @Nullable Duration latency,
            @Nullable Duration firstToken,
            @Nullable String model,
            @Nullable PromptIdentity prompt) {

        static Response of(String text) {
            return new Response(text, Usage.UNKNOWN, null, null, null, null, null, null);
        }

        Response took(Duration time) {
            return new Response(text, usage, cost, started, time, firstToken, model, prompt);
        }

        Response firstTokenAfter(Duration time) {
            return new Response(text, usage, cost, started, latency, time, model, prompt);
        }

        Response using(Usage tokens) {
            return new Response(text, tokens, cost, started, latency, firstToken, model, prompt);
        }

        Response costing(Cost amount) {
            return new Response(text, usage, amount, started, latency, firstToken, model, prompt);
        }

        Response startedAt(Instant time) {
            return new Response(text, usage, cost, time, latency, firstToken, model, prompt);
        }

        Response from(String name) {
            return new Response(text, usage, cost, started, latency, firstToken, name, prompt);
        }

        Response to(PromptIdentity identity) {
            return new Response(text, usage, cost, started, latency, firstToken, model, identity);
        }
    }

    private final Row row;
    private final @Nullable Response response;

    private Sample(Row row, @Nullable Response response) {
        this.row = row;
        this.response = response;
    }

    /** Returns a sample with nothing but an input; its id is derived from the input. */
    public static Sample of(String input) {
        requireNonNull(input, "input");
        String encodable = new String(input.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String id = Digest.ofText(encodable).abbreviated();
        return new Sample(new Row(id, input, List.of(), List.of(), Set.of(), Map.of()), null);
    }

    /** Returns a copy with this id, by which runs are paired. */
    public Sample withId(String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("sample id must not be blank");
        }
        return new Sample(new Row(id, row.input, row.references, row.context, row.tags, row.attributes), response);
    }

    /** Returns a copy with these references instead of the present ones: each alone is a right answer. */
    public Sample expecting(String... references) {
        return expecting(Arrays.asList(references));
    }

    /** Returns a copy with these references instead of the present ones: each alone is a right answer. */
    public Sample expecting(List<String> references) {
        return new Sample(
                new Row(row.id, row.input, List.copyOf(references), row.context, row.tags, row.attributes), response);
    }

    /** Returns a copy with these texts as its context; their ids are 1, 2 and so on. */
    public Sample groundedIn(String... texts) {
        List<Document> documents = new ArrayList<>();
        for (String text : texts) {
            documents.add(new Document(Integer.toString(documents.size() + 1), text));
        }
        return groundedIn(documents);
    }

    /** Returns a copy with these documents as its context. */
    public Sample groundedIn(List<Document> documents) {
        return new Sample(
                new Row(row.id, row.input, row.references, List.copyOf(documents), row.tags, row.attributes), response);
    }

    /** Returns a copy with these tags added. */
    public Sample tagged(String... tags) {
        Set<String> all = new LinkedHashSet<>(row.tags);
        for (String tag : tags) {
            all.add(requireNonNull(tag, "tag"));
        }
        return new Sample(
                new Row(row.id, row.input, row.references, row.context, unmodifiable(all), row.attributes), response);
    }

    /** Returns a copy with this attribute set. */
    public Sample with(String attribute, JsonNode value) {
        Map<String, JsonNode> all = new LinkedHashMap<>(row.attributes);
        all.put(requireNonNull(attribute, "attribute"), value.deepCopy());
        return new Sample(
                new Row(row.id, row.input, row.references, row.context, row.tags, unmodifiable(all)), response);
    }

    /** Returns a copy in this language, a BCP 47 tag: the attribute {@code language}. */
    public Sample inLanguage(String tag) {
        Languages.primary(tag);
        return with("language", TextNode.valueOf(tag));
    }

    /** Returns a copy with this response and nothing known of how it came to be. */
    public Sample answered(String text) {
        return new Sample(row, Response.of(requireNonNull(text, "text")));
    }

    /** Returns a copy with the text, usage, cost, timing, model and prompt of the answer. */
    public Sample answered(Answer answer) {
        return new Sample(
                row,
                new Response(
                        answer.text(),
                        answer.usage(),
                        answer.cost(),
                        answer.startedAt(),
                        answer.latency(),
                        answer.timeToFirstToken().orElse(null),
                        answer.modelName(),
                        answer.prompt()));
    }

    /** Returns a copy whose response took this long. */
    public Sample took(Duration latency) {
        return new Sample(row, requireResponse("latency").took(requireTime("latency", latency)));
    }

    /** Returns a copy whose response was streamed and had its first text after this time. */
    public Sample firstTokenAfter(Duration time) {
        return new Sample(
                row,
                requireResponse("time to the first token")
                        .firstTokenAfter(requireTime("time to the first token", time)));
    }

    /** Returns a copy whose response used these tokens. */
    public Sample using(Usage usage) {
        return new Sample(row, requireResponse("usage").using(requireNonNull(usage, "usage")));
    }

    /** Returns a copy whose response cost this. */
    public Sample costing(Cost cost) {
        return new Sample(row, requireResponse("cost").costing(requireNonNull(cost, "cost")));
    }

    /** Returns a copy whose response was asked for at this time. */
    public Sample startedAt(Instant time) {
        return new Sample(row, requireResponse("start").startedAt(requireNonNull(time, "time")));
    }

    /** Returns a copy whose response came from this model. */
    public Sample from(String model) {
        return new Sample(row, requireResponse("model").from(requireNonNull(model, "model")));
    }

    /** Returns a copy whose response answers this prompt. */
    public Sample promptedBy(PromptIdentity prompt) {
        return new Sample(row, requireResponse("prompt").to(requireNonNull(prompt, "prompt")));
    }

    /**
     * Returns the digest of everything that a variant is given: the row and, if one was recorded, the text of the response.
     *
     * @throws IllegalArgumentException if a text has an unpaired surrogate, or an attribute a number that is not exact as a
     *     double: they have no canonical form
     */
    public Digest digest() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("id", row.id).put("input", row.input);
        row.references.forEach(json.putArray("references")::add);
        ArrayNode context = json.putArray("context");
        row.context.forEach(document -> context.addArray().add(document.id).add(document.text));
        row.tags.stream().sorted().forEach(json.putArray("tags")::add);
        ObjectNode attributes = json.putObject("attributes");
        row.attributes.forEach(attributes::set);
        return Digest.ofJson(json.put("response", response == null ? null : response.text));
    }

    /** Tells whether both have the same row, whatever their responses. */
    public boolean hasRowOf(Sample other) {
        return row.equals(other.row);
    }

    /** Returns a copy of this row with the response of the other sample, or without one if that has none. */
    public Sample respondedAs(Sample other) {
        return new Sample(row, other.response);
    }

    /** Returns a copy without a response. */
    public Sample unanswered() {
        return new Sample(row, null);
    }

    /** Returns the id, by which runs are paired. */
    public String id() {
        return row.id;
    }

    /** Returns the input, usually a question. */
    public String input() {
        return row.input;
    }

    /** Returns the right answers, in order; empty if none is known. */
    public List<String> references() {
        return row.references;
    }

    /** Returns the first right answer, if one is known. */
    public Optional<String> reference() {
        return row.references.stream().findFirst();
    }

    /** Returns the documents of the context, in order. */
    public List<Document> context() {
        return row.context;
    }

    /** Returns the tags. */
    public Set<String> tags() {
        return row.tags;
    }

    /** Returns the attributes; changing a value changes no sample. */
    public Map<String, JsonNode> attributes() {
        Map<String, JsonNode> copies = new LinkedHashMap<>();
        row.attributes.forEach((name, value) -> copies.put(name, value.deepCopy()));
        return unmodifiable(copies);
    }

    /** Returns an attribute, if the sample has it. */
    public Optional<JsonNode> attribute(String name) {
        return Optional.ofNullable(row.attributes.get(name)).map(JsonNode::deepCopy);
    }

    /**
     * Returns the texts of an attribute that is a text or an array of texts, if the sample has it and it is not null.
     *
     * @throws IllegalArgumentException if the attribute is something else
     */
    public Optional<List<String>> texts(String attribute) {
        JsonNode value = row.attributes.get(attribute);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : value.isArray() ? value : List.of(value)) {
            if (!text.isTextual()) {
                throw new IllegalArgumentException("attribute '" + attribute + "' of sample '" + row.id
                        + "' must be text or an array of texts; found: " + value.getNodeType());
            }
            texts.add(text.textValue());
        }
        return Optional.of(List.copyOf(texts));
    }

    /**
     * Returns the BCP 47 tag of the attribute {@code language}, if the sample has it.
     *
     * @throws IllegalArgumentException if the attribute is something else
     */
    public Optional<String> language() {
        JsonNode tag = row.attributes.get("language");
        if (tag == null || tag.isNull()) {
            return Optional.empty();
        }
        Languages.primary(tag.isTextual() ? tag.textValue() : tag.toString());
        return Optional.of(tag.textValue());
    }

    /** Returns the text of the response, if the sample was answered. */
    public Optional<String> response() {
        return Optional.ofNullable(response).map(Response::text);
    }

    /** Returns the tokens used; {@link Usage#UNKNOWN} if nothing was reported. */
    public Usage usage() {
        return response == null ? Usage.UNKNOWN : response.usage;
    }

    /** Returns how long the response took, if known. */
    public Optional<Duration> latency() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.latency);
    }

    /** Returns how long a streamed response took to its first text, if known. */
    public Optional<Duration> timeToFirstToken() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.firstToken);
    }

    /** Returns when the response was asked for, if known. */
    public Optional<Instant> startedAt() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.started);
    }

    /** Returns what the response cost, priced or not; empty if nothing is known of its cost. */
    public Optional<Cost> cost() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.cost);
    }

    /** Returns the model that answered, if known. */
    public Optional<String> model() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.model);
    }

    /** Returns the prompt that was answered, if known. */
    public Optional<PromptIdentity> prompt() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.prompt);
    }

    private static Duration requireTime(String what, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative; found: " + time);
        }
        return time;
    }

    private Response requireResponse(String what) {
        if (response == null) {
            throw new IllegalStateException(
                    "sample '" + row.id + "' has no response to set the " + what + " of; call answered(...) first");
        }
        return response;
    }

    private static <T> Set<T> unmodifiable(Set<T> set) {
        return Collections.unmodifiableSet(set);
    }

    private static <K, V> Map<K, V> unmodifiable(Map<K, V> map) {
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sample that && row.equals(that.row) && Objects.equals(response, that.response);
    }

    @Override
    public int hashCode() {
        return Objects.hash(row, response);
    }

    /** Returns id and sizes, without any text. */
    @Override
    public String toString() {
        return "Sample[id=" + row.id + ", references=" + row.references.size() + ", context=" + row.context.size()
                + ", answered=" + (response != null) + "]";
    }
}
