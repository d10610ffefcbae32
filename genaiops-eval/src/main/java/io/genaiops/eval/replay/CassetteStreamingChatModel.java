package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.eval.replay.Recording.Slot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A streaming chat model on a cassette; otherwise like {@link CassetteChatModel}. */
final class CassetteStreamingChatModel implements StreamingChatModel {

    private static final String KIND = "stream";

    private final Cassette cassette;
    private final StreamingChatModel model;

    CassetteStreamingChatModel(Cassette cassette, StreamingChatModel model) {
        this.cassette = cassette;
        this.model = model;
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        around(request, handler, (asked, heard) -> asked.chat(request, heard));
    }

    @Override
    public void chat(ChatRequest request, @Nullable ChatRequestOptions options, StreamingChatResponseHandler handler) {
        ChatRequestOptions known = options == null ? ChatRequestOptions.EMPTY : options;
        around(request, handler, (asked, heard) -> asked.chat(request, known, heard));
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        around(request, handler, (asked, heard) -> asked.doChat(request, heard));
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

    private void around(
            ChatRequest request,
            StreamingChatResponseHandler handler,
            BiConsumer<StreamingChatModel, StreamingChatResponseHandler> call) {
        JsonNode json = cassette.requests()
                .chat(request.messages(), model.defaultRequestParameters().overrideWith(request.parameters()));
        Slot slot = cassette.take(KIND, json);
        Optional<Recording> recording = cassette.replayed(slot, json);
        if (recording.isPresent()) {
            call.accept(new Replayed(recording.get().outcome()), handler);
            return;
        }
        RecordingHandler heard = new RecordingHandler(
                handler, cassette.ticker(), cassette.responses(), outcome -> cassette.save(slot, json, outcome));
        try {
            call.accept(model, heard);
        } catch (RuntimeException e) {
            heard.thrown(e);
            throw e;
        }
    }

    /** Stands in for the model in one call, so that its listeners hear of it. */
    private final class Replayed implements StreamingChatModel {

        private final ObjectNode outcome;

        Replayed(ObjectNode outcome) {
            this.outcome = outcome;
        }

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            StreamPlayer player = new StreamPlayer(handler, cassette.sleeper());
            if (!player.play(ResponseJson.parts(outcome.path("stream")))) {
                return;
            }
            if (outcome.path("thrown").asBoolean()) {
                throw ResponseJson.failure(outcome.path("error"));
            }
            if (outcome.has("error")) {
                handler.onError(ResponseJson.failure(outcome.path("error")));
            } else if (outcome.has("response")) {
                player.guarded(
                        () -> handler.onCompleteResponse(cassette.responses().response(outcome.path("response"))));
            } else {
                handler.onError(new Cassette.RecordedFailure(
                        "cancelled",
                        "the stream was cancelled here when it was recorded, and is not now: record anew"));
            }
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
