package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.replay.Recording.Slot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A chat model on a cassette. What is asked goes to the same method of the model, with the options of the call. */
final class CassetteChatModel implements ChatModel {

    private static final String KIND = "chat";

    private final Cassette cassette;
    private final ChatModel model;

    CassetteChatModel(Cassette cassette, ChatModel model) {
        this.cassette = cassette;
        this.model = model;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return around(request, asked -> asked.chat(request));
    }

    @Override
    public ChatResponse chat(ChatRequest request, @Nullable ChatRequestOptions options) {
        return around(request, asked -> asked.chat(request, options == null ? ChatRequestOptions.EMPTY : options));
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return around(request, asked -> asked.doChat(request));
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    private ChatResponse around(ChatRequest request, Function<ChatModel, ChatResponse> call) {
        JsonNode json = cassette.requests()
                .chat(request.messages(), model.defaultRequestParameters().overrideWith(request.parameters()));
        Slot slot = cassette.take(KIND, json);
        Optional<Recording> recording = cassette.replayed(slot, json);
        if (recording.isPresent()) {
            return call.apply(new Replayed(recording.get().outcome()));
        }
        ChatResponse response;
        try {
            response = call.apply(model);
        } catch (RuntimeException e) {
            cassette.saveFailure(slot, json, e);
            throw e;
        }
        ObjectNode outcome = JsonText.NODES.objectNode();
        outcome.set("response", cassette.responses().response(response));
        cassette.save(slot, json, outcome);
        return response;
    }

    /** Stands in for the model in one call, so that its listeners hear of it. */
    private final class Replayed implements ChatModel {

        private final JsonNode outcome;

        Replayed(JsonNode outcome) {
            this.outcome = outcome;
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            if (outcome.has("error")) {
                throw ResponseJson.failure(outcome.path("error"));
            }
            return cassette.responses().response(outcome.path("response"));
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.defaultRequestParameters();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return model.listeners();
        }

        @Override
        public ModelProvider provider() {
            return model.provider();
        }
    }
}
