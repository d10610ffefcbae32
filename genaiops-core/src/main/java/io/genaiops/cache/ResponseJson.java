package io.genaiops.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers as JSON: the message with text, thinking, tool calls and attributes, the id, the model, the finish reason and the
 * counts of tokens. What a provider's own classes say beyond that is not written.
 */
final class ResponseJson {

    /** How answers are written; one that is written in another way is not read. */
    static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ResponseJson() {}

    /** Returns the answer as JSON; empty if its message would not come back as it is. */
    static Optional<String> write(ChatResponse response) {
        try {
            ObjectNode json = MAPPER.createObjectNode();
            json.set("message", MAPPER.readTree(ChatMessageSerializer.messageToJson(response.aiMessage())));
            json.put("id", response.id()).put("model", response.modelName());
            FinishReason reason = response.finishReason();
            json.put("finishReason", reason == null ? null : reason.name());
            TokenUsage usage = response.tokenUsage();
            if (usage != null) {
                json.putObject("usage")
                        .put("input", usage.inputTokenCount())
                        .put("output", usage.outputTokenCount())
                        .put("total", usage.totalTokenCount());
            }
            String text = MAPPER.writeValueAsString(json);
            boolean isUnicode = StandardCharsets.UTF_8.newEncoder().canEncode(text);
            return isUnicode && read(text).aiMessage().equals(response.aiMessage())
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the answer that was written as this.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ChatResponse read(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            String reason = json.path("finishReason").textValue();
            return ChatResponse.builder()
                    .aiMessage((AiMessage) ChatMessageDeserializer.messageFromJson(
                            MAPPER.writeValueAsString(json.required("message"))))
                    .metadata(ChatResponseMetadata.builder()
                            .id(json.path("id").textValue())
                            .modelName(json.path("model").textValue())
                            .finishReason(reason == null ? null : FinishReason.valueOf(reason))
                            .tokenUsage(usage(json.path("usage")))
                            .build())
                    .build();
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException("expected a kept answer; found " + text.length() + " characters", e);
        }
    }

    private static @Nullable TokenUsage usage(JsonNode json) {
        return json.isMissingNode()
                ? null
                : new TokenUsage(count(json, "input"), count(json, "output"), count(json, "total"));
    }

    private static @Nullable Integer count(JsonNode json, String name) {
        return json.path(name).isInt() ? Integer.valueOf(json.path(name).intValue()) : null;
    }
}
