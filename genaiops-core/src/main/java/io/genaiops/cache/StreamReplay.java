package io.genaiops.cache;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a kept answer to a handler as a model would stream it: thinking, text in parts, tool calls, the whole. A handler that
 * cancels hears no more. One that throws hears of that as an error, as with a model.
 */
final class StreamReplay implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamReplay.class);

    private final ChatResponse response;
    private final StreamingChatResponseHandler handler;
    private final int partLength;
    private final Handle handle = new Handle();

    StreamReplay(ChatResponse response, StreamingChatResponseHandler handler, int partLength) {
        this.response = response;
        this.handler = handler;
        this.partLength = partLength;
    }

    @Override
    public void run() {
        try {
            PartialThinkingContext thinking = new PartialThinkingContext(handle);
            parts(
                    response.aiMessage().thinking(),
                    part -> handler.onPartialThinking(new PartialThinking(part), thinking));
            PartialResponseContext text = new PartialResponseContext(handle);
            parts(response.aiMessage().text(), part -> handler.onPartialResponse(new PartialResponse(part), text));
            List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
            for (int i = 0; i < calls.size() && !handle.cancelled; i++) {
                handler.onCompleteToolCall(new CompleteToolCall(i, calls.get(i)));
            }
            if (!handle.cancelled) {
                handler.onCompleteResponse(response);
            }
        } catch (Throwable e) {
            failed(e);
            if (e instanceof Error failure) {
                throw failure;
            }
        }
    }

    private void failed(Throwable failure) {
        try {
            handler.onError(failure);
        } catch (RuntimeException e) {
            LOG.warn("a handler of a streamed answer failed, and failed again when it was told so", e);
        }
    }

    private void parts(@Nullable String text, Consumer<String> part) {
        if (text == null) {
            return;
        }
        for (int from = 0; from < text.length() && !handle.cancelled; ) {
            int to = end(text, from);
            part.accept(text.substring(from, to));
            from = to;
        }
    }

    /** Returns where a part ends: after a blank if there is one, and never between the halves of a character. */
    private int end(String text, int from) {
        int most = from + partLength;
        if (most >= text.length()) {
            return text.length();
        }
        int blank = text.lastIndexOf(' ', most - 1);
        if (blank > from) {
            return blank + 1;
        }
        return Character.isHighSurrogate(text.charAt(most - 1)) && Character.isLowSurrogate(text.charAt(most))
                ? most + 1
                : most;
    }

    private static final class Handle implements StreamingHandle {

        private volatile boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
