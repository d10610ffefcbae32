package io.genaiops.agent;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outermost model of a bound service: sends each request to the model that the prompt of its invocation names. */
final class BoundChatModel implements ChatModel {

    private final BoundPrompt prompt;

    BoundChatModel(BoundPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return chat(request, ChatRequestOptions.EMPTY);
    }

    @Override
    public ChatResponse chat(ChatRequest request, @Nullable ChatRequestOptions options) {
        BoundPrompt.Issued issued = prompt.issued(request, options);
        return prompt.models().chat(issued.modelName()).chat(issued.request(), issued.options());
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return chat(request, ChatRequestOptions.EMPTY);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model().map(ChatModel::defaultRequestParameters).orElseGet(ChatModel.super::defaultRequestParameters);
    }

    @Override
    public ModelProvider provider() {
        return model().map(ChatModel::provider).orElseGet(ChatModel.super::provider);
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model().map(ChatModel::supportedCapabilities).orElseGet(Set::of);
    }

    private Optional<ChatModel> model() {
        return prompt.models().find(prompt.modelName());
    }
}
