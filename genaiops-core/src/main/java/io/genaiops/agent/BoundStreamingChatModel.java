package io.genaiops.agent;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Like {@link BoundChatModel}, for methods that stream. */
final class BoundStreamingChatModel implements StreamingChatModel {

    private final BoundPrompt prompt;

    BoundStreamingChatModel(BoundPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        chat(request, ChatRequestOptions.EMPTY, handler);
    }

    @Override
    public void chat(ChatRequest request, @Nullable ChatRequestOptions options, StreamingChatResponseHandler handler) {
        BoundPrompt.Issued issued = prompt.issued(request, options);
        prompt.models().streaming(issued.modelName()).chat(issued.request(), issued.options(), handler);
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        chat(request, ChatRequestOptions.EMPTY, handler);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model().map(StreamingChatModel::defaultRequestParameters)
                .orElseGet(StreamingChatModel.super::defaultRequestParameters);
    }

    @Override
    public ModelProvider provider() {
        return model().map(StreamingChatModel::provider).orElseGet(StreamingChatModel.super::provider);
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model().map(StreamingChatModel::supportedCapabilities).orElseGet(Set::of);
    }

    private Optional<StreamingChatModel> model() {
        return prompt.models().findStreaming(prompt.modelName());
    }
}
