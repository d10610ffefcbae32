package io.genaiops.eval.replay;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays the parts of one answer to a handler, on the thread of the caller, until the handler cancels. What a callback
 * throws goes to {@code onError} and the stream goes on, as LangChain4j's own models do it.
 */
final class StreamPlayer implements StreamingHandle {

    private final StreamingChatResponseHandler handler;
    private final Consumer<Duration> sleeper;
    private volatile boolean cancelled;

    StreamPlayer(StreamingChatResponseHandler handler, Consumer<Duration> sleeper) {
        this.handler = handler;
        this.sleeper = sleeper;
    }

    /** What a part of a stream is. */
    enum Kind {
        TEXT,
        THINKING,
        PARTIAL_TOOL_CALL,
        TOOL_CALL
    }

    /** A part of a stream, and how long after the part before it. Index, id and name are those of a tool call. */
    record Part(
            Kind kind,
            Duration after,
            String text,
            int index,
            @Nullable String id,
            @Nullable String name) {

        static Part text(Kind kind, Duration after, String text) {
            return new Part(kind, after, text, 0, null, null);
        }

        Part withText(String other) {
            return new Part(kind, after, other, index, id, name);
        }
    }

    /** Delivers the parts; tells whether the handler left the stream running. */
    boolean play(List<Part> parts) {
        for (Part part : parts) {
            if (!part.after().isZero()) {
                sleeper.accept(part.after());
            }
            if (cancelled) {
                return false;
            }
            guarded(() -> deliver(part));
        }
        return !cancelled;
    }

    /** Runs a callback; what it throws is an error of the stream. */
    void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            handler.onError(e);
        }
    }

    private void deliver(Part part) {
        switch (part.kind()) {
            case TEXT -> {
                if (!part.text().isEmpty()) {
                    handler.onPartialResponse(new PartialResponse(part.text()), new PartialResponseContext(this));
                }
            }
            case THINKING -> {
                if (!part.text().isEmpty()) {
                    handler.onPartialThinking(new PartialThinking(part.text()), new PartialThinkingContext(this));
                }
            }
            case PARTIAL_TOOL_CALL -> {
                if (!part.text().isEmpty()) {
                    handler.onPartialToolCall(partialCall(part), new PartialToolCallContext(this));
                }
            }
            case TOOL_CALL ->
                handler.onCompleteToolCall(new CompleteToolCall(
                        part.index(),
                        ToolExecutionRequest.builder()
                                .id(part.id())
                                .name(part.name())
                                .arguments(part.text())
                                .build()));
        }
    }

    private static PartialToolCall partialCall(Part part) {
        return PartialToolCall.builder()
                .index(part.index())
                .id(part.id())
                .name(part.name())
                .partialArguments(part.text())
                .build();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
