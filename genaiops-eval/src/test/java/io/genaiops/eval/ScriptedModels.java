package io.genaiops.eval;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Models for the tests of all evaluators. */
final class ScriptedModels {

    private ScriptedModels() {}

    private record Judging(Function<ChatRequest, AiMessage> reply, Set<Capability> capabilities) implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(reply.apply(request)).build();
        }

        @Override
        public Set<Capability> supportedCapabilities() {
            return capabilities;
        }
    }

    private record Embedding16(Function<String, float[]> vectors) implements EmbeddingModel {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return Response.from(segments.stream()
                    .map(segment -> Embedding.from(vectors.apply(segment.text())))
                    .toList());
        }

        @Override
        public String modelName() {
            return "letters";
        }
    }

    /** Returns a judge that gives what the schema asks for: 3, the first word of the menu, three sentences, false. */
    static ChatModel obedient() {
        return new Judging(
                request -> AiMessage.from(
                        instance(request.responseFormat().jsonSchema().rootElement())),
                Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA));
    }

    static ChatModel replying(String reply) {
        return new Judging(request -> AiMessage.from(reply), Set.of());
    }

    /** Returns a judge that says again all that it was shown. */
    static ChatModel echoing() {
        return new Judging(
                request -> AiMessage.from(
                        ((UserMessage) request.messages().get(request.messages().size() - 1)).singleText()),
                Set.of());
    }

    static ChatModel silent() {
        return new Judging(request -> AiMessage.builder().build(), Set.of());
    }

    static ChatModel failing(Throwable failure) {
        return new Judging(
                request -> {
                    throw ScriptedModels.<RuntimeException>sneaky(failure);
                },
                Set.of());
    }

    static EmbeddingModel failingEmbedding(Throwable failure) {
        return new Embedding16(text -> {
            throw ScriptedModels.<RuntimeException>sneaky(failure);
        });
    }

    static EmbeddingModel letters() {
        return new Embedding16(ScriptedModels::vector);
    }

    static EmbeddingModel embedding(float value) {
        float[] vector = new float[16];
        Arrays.fill(vector, value);
        return new Embedding16(text -> vector);
    }

    private static float[] vector(String text) {
        float[] vector = new float[16];
        vector[0] = 1;
        text.chars().forEach(c -> vector[1 + c % 15] += 1);
        return vector;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    private static String instance(JsonSchemaElement schema) {
        if (schema instanceof JsonObjectSchema object) {
            return object.properties().entrySet().stream()
                    .map(ScriptedModels::property)
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (schema instanceof JsonArraySchema array) {
            String item = instance(array.items());
            return "[" + item + ", " + item + ", " + item + "]";
        }
        if (schema instanceof JsonEnumSchema menu) {
            return '"' + menu.enumValues().get(0) + '"';
        }
        if (schema instanceof JsonIntegerSchema) {
            return "3";
        }
        return schema instanceof JsonBooleanSchema ? "false" : "\"The hut opens in June.\"";
    }

    private static String property(Map.Entry<String, JsonSchemaElement> property) {
        return '"' + property.getKey() + "\": " + instance(property.getValue());
    }
}
