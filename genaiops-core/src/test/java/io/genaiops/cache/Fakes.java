package io.genaiops.cache;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallTrail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Models that answer by a script and count, and what is asked of them. */
public final class Fakes {

    /** Times that a model was asked. */
    public final AtomicInteger asked = new AtomicInteger();

    /** What a model answers; it may throw. */
    public Function<ChatRequest, ChatResponse> script = request -> response("Answer " + asked.get() + ".");

    /** A model. */
    public final ChatModel chat = new ChatModel() {
        @Override
        public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
            asked.incrementAndGet();
            return script.apply(request);
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return chat(request, ChatRequestOptions.EMPTY);
        }
    };

    /** A model that streams the same in two parts, on the thread that asks. */
    public final StreamingChatModel streaming = new StreamingChatModel() {
        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            asked.incrementAndGet();
            ChatResponse response;
            try {
                response = script.apply(request);
            } catch (RuntimeException e) {
                handler.onError(e);
                return;
            }
            String text = response.aiMessage().text();
            Handle handle = new Handle();
            for (int from = 0; from < text.length(); from += 5) {
                String part = text.substring(from, Math.min(text.length(), from + 5));
                handler.onPartialResponse(new PartialResponse(part), new PartialResponseContext(handle));
            }
            handler.onCompleteResponse(response);
        }

        @Override
        public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
            chat(request, ChatRequestOptions.EMPTY, handler);
        }
    };

    /** Returns an answer. */
    public static ChatResponse response(String text) {
        return response(text, FinishReason.STOP);
    }

    /** Returns an answer. */
    public static ChatResponse response(String text, @Nullable FinishReason reason) {
        return response(AiMessage.from(text), reason);
    }

    /** Returns an answer. */
    public static ChatResponse response(AiMessage message, @Nullable FinishReason reason) {
        return ChatResponse.builder()
                .aiMessage(message)
                .metadata(ChatResponseMetadata.builder()
                        .id("r1")
                        .modelName("fake-1")
                        .tokenUsage(new TokenUsage(10, 20))
                        .finishReason(reason)
                        .build())
                .build();
    }

    /** Returns a request of one question. */
    public static ChatRequest ask(String question) {
        return ChatRequest.builder().messages(UserMessage.from(question)).build();
    }

    /** Returns options of a tenant with a trail. */
    public static ChatRequestOptions of(@Nullable String tenant, CallTrail trail) {
        return trail.into(new CallContext(null, "ann", tenant, null, Map.of()).into(ChatRequestOptions.EMPTY));
    }

    static final class Handle implements StreamingHandle {

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

    /** Hears a stream to its end; cancels after so many parts. */
    public static final class Heard implements StreamingChatResponseHandler {

        public final List<String> parts = new ArrayList<>();
        final List<String> thoughts = new ArrayList<>();
        final List<String> tools = new ArrayList<>();
        public final List<ChatResponse> whole = new ArrayList<>();
        final List<Throwable> errors = new ArrayList<>();
        final CountDownLatch ended = new CountDownLatch(1);
        int cancelAfter = Integer.MAX_VALUE;
        volatile @Nullable Thread thread;

        @Override
        public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
            parts.add(partial.text());
            if (parts.size() == cancelAfter) {
                context.streamingHandle().cancel();
            }
        }

        @Override
        public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
            thoughts.add(partial.text());
        }

        @Override
        public void onCompleteToolCall(CompleteToolCall call) {
            tools.add(call.index() + " " + call.toolExecutionRequest().name());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            whole.add(response);
            thread = Thread.currentThread();
            ended.countDown();
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
            ended.countDown();
        }

        public Heard await() throws InterruptedException {
            ended.await();
            return this;
        }
    }
}
