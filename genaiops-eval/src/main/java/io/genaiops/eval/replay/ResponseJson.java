package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.eval.replay.StreamPlayer.Kind;
import io.genaiops.eval.replay.StreamPlayer.Part;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What models answer, as JSON and back: responses, vectors, parts of streams and failures. Texts are redacted first. */
final class ResponseJson {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseJson.class);
    private static final List<String> TEXTS = List.of("text", "thinking");
    private static final Map<String, BiFunction<String, @Nullable Throwable, RuntimeException>> FAILURES = failures();

    private final UnaryOperator<String> redact;
    private final Cassette.Details details;

    ResponseJson(UnaryOperator<String> redact, Cassette.Details details) {
        this.redact = redact;
        this.details = details;
    }

    ObjectNode response(ChatResponse response) {
        ObjectNode json = JsonText.NODES.objectNode();
        JsonNode said = JsonText.parse(ChatMessageSerializer.messageToJson(response.aiMessage()));
        ObjectNode message = (ObjectNode) JsonText.texts(said, redact);
        keep(json, response, said.equals(message));
        TEXTS.stream()
                .filter(message::hasNonNull)
                .forEach(name ->
                        message.set(name, JsonText.lines(message.path(name).asText())));
        json.set("message", message);
        put(json, "id", response.id());
        put(json, "model", response.modelName());
        put(json, "finish_reason", response.finishReason());
        usage(json, response.tokenUsage());
        return json;
    }

    /** Keeps what the host wants kept, unless a redacted text could be spelled out in it. */
    private void keep(ObjectNode json, ChatResponse response, boolean clean) {
        Optional<JsonNode> kept = details.kept(response);
        if (kept.isPresent() && clean && isClean(kept.get())) {
            json.set("kept", kept.get());
        } else if (kept.isPresent()) {
            LOG.warn("the details of a response are not recorded, since redaction changes a text of it");
        }
    }

    private boolean isClean(JsonNode kept) {
        StringBuilder pieces = new StringBuilder();
        collect(kept, pieces);
        return Stream.of(kept.toString(), pieces.toString())
                .allMatch(text -> redact.apply(text).equals(text));
    }

    private static void collect(JsonNode node, StringBuilder texts) {
        texts.append(node.isTextual() ? node.textValue() : "");
        node.forEach(each -> collect(each, texts));
    }

    ChatResponse response(JsonNode json) {
        ChatResponse plain = plain(json);
        return json.has("kept")
                ? Objects.requireNonNull(
                        details.restored(plain, json.path("kept").deepCopy()), "the details restored no response")
                : plain;
    }

    private static ChatResponse plain(JsonNode json) {
        ObjectNode message = json.path("message").deepCopy();
        TEXTS.stream()
                .filter(message::hasNonNull)
                .forEach(name -> message.put(name, JsonText.text(message.path(name))));
        JsonNode reason = json.path("finish_reason");
        return ChatResponse.builder()
                .aiMessage((AiMessage) ChatMessageDeserializer.messageFromJson(JsonText.compact(message)))
                .metadata(ChatResponseMetadata.builder()
                        .id(text(json, "id"))
                        .modelName(text(json, "model"))
                        .finishReason(reason.isMissingNode() ? null : FinishReason.valueOf(reason.asText()))
                        .tokenUsage(usage(json))
                        .build())
                .build();
    }

    ObjectNode embeddings(List<Embedding> embeddings, @Nullable String model, @Nullable TokenUsage usage) {
        ObjectNode json = JsonText.NODES.objectNode();
        ArrayNode vectors = json.putArray("vectors");
        for (Embedding embedding : embeddings) {
            ArrayNode vector = vectors.addArray();
            for (float value : embedding.vector()) {
                if (Float.isFinite(value) && Float.floatToRawIntBits(value) != Float.floatToRawIntBits(-0f)) {
                    vector.add(new BigDecimal(Float.toString(value)));
                } else {
                    vector.add(Float.toString(value));
                }
            }
        }
        put(json, "model", model);
        usage(json, usage);
        return json;
    }

    static EmbeddingResponse embeddings(JsonNode json) {
        List<Embedding> embeddings = new ArrayList<>();
        for (JsonNode vector : json.path("vectors")) {
            float[] values = new float[vector.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.parseFloat(vector.path(i).asText());
            }
            embeddings.add(Embedding.from(values));
        }
        return EmbeddingResponse.builder()
                .embeddings(embeddings)
                .modelName(text(json, "model"))
                .tokenUsage(usage(json))
                .build();
    }

    /**
     * Each part is {@code [milliseconds since the part before, kind, text]}, of a tool call
     * {@code [milliseconds, kind, index, id, name, arguments]}. What is redacted may begin in one part and end in another:
     * then the first of them holds the whole text.
     */
    ArrayNode parts(List<Part> parts) {
        ArrayNode json = JsonText.NODES.arrayNode();
        Map<String, String> whole = new HashMap<>();
        parts.forEach(part -> whole.merge(stream(part), part.text(), String::concat));
        Map<String, String> redacted = new HashMap<>();
        whole.forEach((stream, text) -> {
            String clean = redact.apply(text);
            if (!clean.equals(text)) {
                redacted.put(stream, clean);
            }
        });
        for (Part part : parts) {
            String clean = redacted.get(stream(part));
            String text = clean == null ? part.text() : Objects.requireNonNull(redacted.put(stream(part), ""));
            ArrayNode array = json.addArray()
                    .add(part.after().toMillis())
                    .add(part.kind().name().toLowerCase(Locale.ROOT));
            if (part.kind() == Kind.PARTIAL_TOOL_CALL || part.kind() == Kind.TOOL_CALL) {
                array.add(part.index()).add(part.id()).add(part.name());
            }
            array.add(text);
        }
        return json;
    }

    static List<Part> parts(JsonNode json) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode array : json) {
            Duration after = Duration.ofMillis(array.path(0).asLong());
            Kind kind = Kind.valueOf(array.path(1).asText().toUpperCase(Locale.ROOT));
            String text = array.path(array.size() - 1).asText();
            boolean call = kind == Kind.PARTIAL_TOOL_CALL || kind == Kind.TOOL_CALL;
            parts.add(
                    call
                            ? new Part(
                                    kind,
                                    after,
                                    text,
                                    array.path(2).asInt(),
                                    array.path(3).textValue(),
                                    array.path(4).textValue())
                            : Part.text(kind, after, text));
        }
        return parts;
    }

    ObjectNode failure(Throwable failure) {
        ObjectNode json = JsonText.NODES.objectNode();
        json.put("type", failure.getClass().getName());
        if (failure.getMessage() != null) {
            json.put("message", redact.apply(failure.getMessage()));
        }
        HttpException http = http(failure);
        if (http != null) {
            json.put("status", http.statusCode());
        }
        return json;
    }

    static RuntimeException failure(JsonNode json) {
        String type = json.path("type").asText();
        String message = json.path("message").asText();
        if (type.equals(HttpException.class.getName())) {
            return new HttpException(json.path("status").asInt(), message);
        }
        HttpException cause =
                json.has("status") ? new HttpException(json.path("status").asInt(), message) : null;
        BiFunction<String, @Nullable Throwable, RuntimeException> known = FAILURES.get(type);
        return known == null
                ? new Cassette.RecordedFailure(type, "the call failed when it was recorded: " + type + ": " + message)
                : known.apply(message, cause);
    }

    private static Map<String, BiFunction<String, @Nullable Throwable, RuntimeException>> failures() {
        Map<Class<?>, BiFunction<String, @Nullable Throwable, RuntimeException>> known = Map.ofEntries(
                Map.entry(AuthenticationException.class, AuthenticationException::new),
                Map.entry(ContentFilteredException.class, ContentFilteredException::new),
                Map.entry(InternalServerException.class, InternalServerException::new),
                Map.entry(InvalidRequestException.class, InvalidRequestException::new),
                Map.entry(LangChain4jException.class, LangChain4jException::new),
                Map.entry(ModelNotFoundException.class, ModelNotFoundException::new),
                Map.entry(NonRetriableException.class, NonRetriableException::new),
                Map.entry(RateLimitException.class, RateLimitException::new),
                Map.entry(RetriableException.class, RetriableException::new),
                Map.entry(TimeoutException.class, TimeoutException::new),
                Map.entry(ToolArgumentsException.class, (text, cause) -> new ToolArgumentsException(text, cause)),
                Map.entry(ToolExecutionException.class, (text, cause) -> new ToolExecutionException(text, cause)),
                Map.entry(UnresolvedModelServerException.class, UnresolvedModelServerException::new),
                Map.entry(UnsupportedFeatureException.class, (text, cause) -> new UnsupportedFeatureException(text)),
                Map.entry(IllegalArgumentException.class, IllegalArgumentException::new),
                Map.entry(IllegalStateException.class, IllegalStateException::new),
                Map.entry(UnsupportedOperationException.class, UnsupportedOperationException::new),
                Map.entry(RuntimeException.class, RuntimeException::new));
        Map<String, BiFunction<String, @Nullable Throwable, RuntimeException>> names = new HashMap<>();
        known.forEach((type, make) -> names.put(type.getName(), make));
        return names;
    }

    private static @Nullable HttpException http(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (cause instanceof HttpException http) {
                return http;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** Parts whose texts are one text. */
    private static String stream(Part part) {
        return part.kind() + " " + part.index();
    }

    private static void usage(ObjectNode json, @Nullable TokenUsage usage) {
        if (usage != null) {
            ObjectNode tokens = json.putObject("usage");
            put(tokens, "input", usage.inputTokenCount());
            put(tokens, "output", usage.outputTokenCount());
            put(tokens, "total", usage.totalTokenCount());
        }
    }

    private static @Nullable TokenUsage usage(JsonNode json) {
        JsonNode tokens = json.path("usage");
        return tokens.isMissingNode()
                ? null
                : new TokenUsage(count(tokens, "input"), count(tokens, "output"), count(tokens, "total"));
    }

    private static @Nullable Integer count(JsonNode tokens, String name) {
        return tokens.has(name) ? Integer.valueOf(tokens.path(name).asInt()) : null;
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.path(name).textValue();
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value instanceof Integer number) {
            json.put(name, number);
        } else if (value != null) {
            json.put(name, value.toString());
        }
    }
}
