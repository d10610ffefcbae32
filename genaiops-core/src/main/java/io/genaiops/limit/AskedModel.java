package io.genaiops.limit;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.genaiops.model.Models;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of itself before it is asked.
 *
 * @param name the host's name of it
 * @param provider who sells it
 * @param servedName what the provider calls it, if said
 * @param maxOutputTokens the most output tokens that it asks for unless a prompt says otherwise, if said
 * @since 0.1
 */
public record AskedModel(
        String name,
        ModelProvider provider,
        @Nullable String servedName,
        @Nullable Integer maxOutputTokens) {

    /** Returns what the model says of itself. */
    public static AskedModel of(String name, ChatModel model) {
        return of(name, model.provider(), model.defaultRequestParameters());
    }

    /** Returns what the model says of itself. */
    public static AskedModel of(String name, StreamingChatModel model) {
        return of(name, model.provider(), model.defaultRequestParameters());
    }

    /** Returns the model of the name that answers at once, or else the one that streams, if there is one. */
    public static Optional<AskedModel> find(Models models, String name) {
        return models.find(name)
                .map(model -> of(name, model))
                .or(() -> models.findStreaming(name).map(model -> of(name, model)));
    }

    private static AskedModel of(
            String name, @Nullable ModelProvider provider, @Nullable ChatRequestParameters parameters) {
        return new AskedModel(
                name,
                provider == null ? ModelProvider.OTHER : provider,
                parameters == null ? null : parameters.modelName(),
                parameters == null ? null : parameters.maxOutputTokens());
    }
}
