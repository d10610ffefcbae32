package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.eval.replay.StreamPlayer.Kind;
import io.genaiops.eval.replay.StreamPlayer.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps the parts of one stream and forwards every callback to the same method of the host's handler. */
final class RecordingHandler implements StreamingChatResponseHandler {

    private final StreamingChatResponseHandler handler;
    private final LongSupplier ticker;
    private final ResponseJson responses;
    private final Consumer<ObjectNode> save;
    private final List<Part> parts = new ArrayList<>();
    private long last;
    private boolean ended;

    RecordingHandler(
            StreamingChatResponseHandler handler,
            LongSupplier ticker,
            ResponseJson responses,
            Consumer<ObjectNode> save) {
        this.handler = handler;
        this.ticker = ticker;
        this.responses = responses;
        this.save = save;
        this.last = ticker.getAsLong();
    }

    @Override
    public void onPartialResponse(String text) {
        add(Kind.TEXT, text, 0, null, null);
        handler.onPartialResponse(text);
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        add(Kind.TEXT, partial.text(), 0, null, null);
        boolean plain = context != null && context.getClass() == PartialResponseContext.class;
        handler.onPartialResponse(
                partial, plain ? new PartialResponseContext(handle(context.streamingHandle())) : context);
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        add(Kind.THINKING, partial.text(), 0, null, null);
        handler.onPartialThinking(partial);
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        add(Kind.THINKING, partial.text(), 0, null, null);
        boolean plain = context != null && context.getClass() == PartialThinkingContext.class;
        handler.onPartialThinking(
                partial, plain ? new PartialThinkingContext(handle(context.streamingHandle())) : context);
    }

    @Override
    public void onPartialToolCall(PartialToolCall call) {
        add(Kind.PARTIAL_TOOL_CALL, call.partialArguments(), call.index(), call.id(), call.name());
        handler.onPartialToolCall(call);
    }

    @Override
    public void onPartialToolCall(PartialToolCall call, PartialToolCallContext context) {
        add(Kind.PARTIAL_TOOL_CALL, call.partialArguments(), call.index(), call.id(), call.name());
        boolean plain = context != null && context.getClass() == PartialToolCallContext.class;
        handler.onPartialToolCall(
                call, plain ? new PartialToolCallContext(handle(context.streamingHandle())) : context);
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        add(
                Kind.TOOL_CALL,
                call.toolExecutionRequest().arguments(),
                call.index(),
                call.toolExecutionRequest().id(),
                call.toolExecutionRequest().name());
        handler.onCompleteToolCall(call);
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        handler.onUnmappedRawEvent(event);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        try {
            end(outcome -> outcome.set("response", responses.response(response)));
        } catch (RuntimeException e) {
            handler.onError(e);
            return;
        }
        handler.onCompleteResponse(response);
    }

    @Override
    public void onError(Throwable error) {
        failed(error, false);
        handler.onError(error);
    }

    /** Keeps what the model threw instead of telling the handler. */
    void thrown(RuntimeException failure) {
        failed(failure, true);
    }

    /** What goes wrong while a failure is kept must not hide it. */
    private void failed(Throwable error, boolean thrown) {
        try {
            end(outcome -> {
                outcome.set("error", responses.failure(error));
                if (thrown) {
                    outcome.put("thrown", true);
                }
            });
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
    }

    private synchronized void add(
            Kind kind, @Nullable String text, int index, @Nullable String id, @Nullable String name) {
        long now = ticker.getAsLong();
        Duration after = Duration.ofNanos(Math.max(0, now - last));
        parts.add(new Part(kind, after, text == null ? "" : text, index, id, name));
        last = now;
    }

    /** Keeps the stream once, however often it ends. */
    private void end(Consumer<ObjectNode> how) {
        ObjectNode outcome = JsonText.NODES.objectNode();
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            outcome.set("stream", responses.parts(parts));
        }
        how.accept(outcome);
        save.accept(outcome);
    }

    private StreamingHandle handle(StreamingHandle handle) {
        return new StreamingHandle() {
            @Override
            public void cancel() {
                handle.cancel();
                end(outcome -> outcome.put("cancelled", true));
            }

            @Override
            public boolean isCancelled() {
                return handle.isCancelled();
            }
        };
    }
}
